// Runs before the first paint: the colours that were chosen, and the conversation's name.
"use strict";

(() => {
  const root = document.documentElement;
  const chosen = localStorage.getItem("quoth-theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.classList.toggle("dark", dark);

  // Where there is room, the list of conversations is open until a person closes it.
  const isWide = matchMedia("(min-width: 75rem)").matches;
  root.classList.toggle("past", isWide && localStorage.getItem("quoth-past") !== "closed");

  const address = (query, name) => {
    query.set("conversation", name);
    return `?${query}`;
  };
  // 24 random bytes are 32 characters: nobody can guess the address.
  const invent = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
  };
  const query = new URLSearchParams(location.search);
  root.classList.toggle("returning", query.has("conversation"));
  if (!query.has("conversation")) {
    history.replaceState(null, "", address(query, invent()) + location.hash);
  }

  /** The address of a conversation that nobody has had. */
  window.newConversation = () => address(new URLSearchParams(location.search), invent());
})();
