/** For TypeScript alone; Vue's own tools know what is in the file. */
declare module '*.vue' {
  import type { Component } from 'vue';
  const component: Component;
  export default component;
}
