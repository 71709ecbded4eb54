/** The bare pass-through for workerd. */

// oxlint-disable-next-line import/no-default-export -- what workerd calls
export default {
  async fetch(request: Request, { UPSTREAM }: { readonly UPSTREAM: string }): Promise<Response> {
    const response = await fetch(`${UPSTREAM}${new URL(request.url).pathname}`, {
      method: request.method,
      headers: { 'Content-Type': 'application/json', Authorization: 'Bearer key' },
      ...(request.method === 'POST' && { body: await request.text() }),
    });
    return new Response(await response.text(), {
      status: response.status,
      headers: { 'Content-Type': 'application/json' },
    });
  },
};
