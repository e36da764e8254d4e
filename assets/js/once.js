// One press, one request. The server is idempotent anyway; this spares people the doubt. Whatever
// answers with a file leaves its page standing, so its button is never locked; any other lock falls
// by itself when no page has come: a connection that failed, a stopped load, an empty answer.
const PATIENCE_MS = 5000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || event.submitter?.matches("[data-file]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, PATIENCE_MS);
});

// A page taken out of the back-forward cache may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
