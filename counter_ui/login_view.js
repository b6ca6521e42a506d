/** The log-in page. */

import { h } from "/static/shared/dom.js";
import { inLanguage } from "/static/shared/format.js";
import { button, field, sentence, warning } from "./parts.js";

export function loginView(state, say) {
  const { login, site, lang } = state;
  const described = {
    "aria-describedby": login.error ? "login-error" : null,
    "aria-invalid": login.error ? "true" : null,
  };
  return h(
    "main",
    { class: "gate" },
    h("p", { class: "gate-top" }, button("language", say.language, { kind: "plain", lang: say.languageCode })),
    h(
      "form",
      { class: "sheet", "data-form": "log-in", novalidate: true, "data-key": "log-in" },
      h("p", { class: "site-name" }, inLanguage(site?.name, lang)),
      h("h1", { tabindex: "-1" }, say.logInTitle),
      field("username", say.username, {
        autocomplete: "username",
        autocapitalize: "none",
        spellcheck: "false",
        maxlength: 64,
        autofocus: true,
        ...described,
      }),
      field("password", say.password, {
        type: "password",
        autocomplete: "current-password",
        maxlength: 256,
        ...described,
      }),
      h(
        "p",
        {
          class: login.error?.[0].startsWith("expired") ? "form-note" : "form-note bad",
          id: "login-error",
          role: "alert",
          "data-role": "login-error",
        },
        login.error && [warning(), h("span", {}, sentence(login.error, say))],
      ),
      h(
        "button",
        {
          type: "submit",
          class: "button leaf wide",
          "data-act": "log-in",
          "aria-disabled": login.state ? "true" : null,
        },
        login.state === "slow" ? say.loggingIn : say.logIn,
      ),
    ),
  );
}
