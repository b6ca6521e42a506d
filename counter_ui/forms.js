/** Forms are read when they are sent, by their names; nothing is ever sent by the browser itself. */

/** `handlers`: by the form's `data-form`, each given the FormData. */
export function listenToForms(handlers) {
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = event.target.dataset.form;
    handlers[name]?.(new FormData(event.target));
  });
}
