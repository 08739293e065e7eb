/*
 * Keeps a page with keys up to date, and asks for a confirmation before a button does something. The pages
 * also work without this script: then the browser loads them again, and the buttons ask for no confirmation.
 */
(function () {
  "use strict";

  const MILLIS = 1000;

  function confirmed(button) {
    const title = button.dataset.title;
    if (!window.dialog) {
      return Promise.resolve();
    }
    return window.dialog.confirm(title, {
      message: button.dataset.confirm,
      okText: title,
      type: button.dataset.destructive ? "destructive" : "default",
    });
  }

  /* While the dialog is closing, no element behind it takes the focus. */
  function whenGone(dialog, then) {
    if (!dialog || !dialog.isConnected) {
      then();
      return;
    }
    const observer = new MutationObserver(function () {
      if (!dialog.isConnected) {
        observer.disconnect();
        then();
      }
    });
    observer.observe(dialog.parentNode, { childList: true });
  }

  /* The dialog of Jenkins has no name, and takes the Enter key on its button Cancel for a confirmation. */
  function mend(dialog, title) {
    if (dialog) {
      dialog.setAttribute("aria-label", title);
      const cancel = dialog.querySelector("[data-id=cancel]");
      if (cancel) {
        cancel.addEventListener("keydown", function (event) {
          if (event.key === "Enter") {
            event.stopPropagation();
          }
        });
      }
    }
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-confirm]");
    if (!button) {
      return;
    }
    event.preventDefault();
    const answer = confirmed(button);
    const dialog = document.querySelector("dialog[open]");
    mend(dialog, button.dataset.title);
    answer.then(
      function () {
        button.form.action = button.getAttribute("formaction");
        button.form.submit();
      },
      () => whenGone(dialog, () => (document.getElementById(button.id) || button).focus()),
    );
  });

  function setText(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function read(url, how) {
    return fetch(url).then((answer) => (answer.ok ? how(answer) : Promise.reject(new Error(answer.statusText))));
  }

  function readPart(live, revision) {
    return read("part", (answer) => answer.text()).then(function (html) {
      const focused = document.activeElement;
      const name = focused && live.contains(focused) ? focused.id : "";
      live.innerHTML = html;
      live.dataset.revision = revision;
      window.Behaviour.applySubtree(live);
      const again = name && document.getElementById(name);
      if (again) {
        again.focus();
      }
    });
  }

  function look(live) {
    // A new part of the page must not replace a box that the user has just checked.
    if (document.hidden || live.querySelector("input:checked") || document.querySelector("dialog[open]")) {
      return Promise.resolve();
    }
    return read("progress", (answer) => answer.json()).then(function (json) {
      const progress = json.data;
      live.querySelectorAll("[data-text]").forEach(function (element) {
        if (element.dataset.text in progress.texts) {
          setText(element, progress.texts[element.dataset.text]);
        }
      });
      setText(document.getElementById("baseten-announcement"), progress.announcement);
      return progress.revision === live.dataset.revision ? null : readPart(live, progress.revision);
    });
  }

  function start() {
    const live = document.getElementById("baseten-live");
    if (live) {
      const again = function () {
        window.setTimeout(() => look(live).then(again, again), Number(live.dataset.seconds) * MILLIS);
      };
      again();
    }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
