// The error summary takes the focus when the page opens, so that it is heard first.
document.querySelector("[data-error-summary]")?.focus();

// A link of the summary goes to the field itself, not only near it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const group = field.closest("fieldset") ?? field.closest(".govuk-form-group") ?? field;
  group.scrollIntoView();
  const target = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  (target ?? field).focus({ preventScroll: true });
});

// A page that names mistakes answered what was sent, so the browser keeps it with what was sent: who
// goes back to it later meets “confirm resubmission”, or an empty error. From the moment the form
// is sent again only the address is kept, and going back asks for the page.
document.addEventListener("submit", (event) => {
  const again = document.querySelector("[data-error-summary]") && !event.defaultPrevented;
  if (again) history.replaceState(history.state, "", location.href);
});
