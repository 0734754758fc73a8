// What the address names: a conversation, and perhaps a quote.

/** Return the name of the conversation that is shown. */
export const conversationName = () => new URLSearchParams(location.search).get("conversation");

/** Return the part of the address that names a conversation. */
export function addressOf(name) {
  const query = new URLSearchParams(location.search);
  query.set("conversation", name);
  return `?${query}`;
}
