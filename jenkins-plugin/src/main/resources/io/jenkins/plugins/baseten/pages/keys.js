/*
 * Keeps a page with keys up to date, and asks for a confirmation before a button does something. The pages
 * also work without this script: then the browser loads them again, and the buttons ask for no confirmation.
 */
(function () {
  "use strict";

  const MILLIS = 1000;

  function confirmed(form) {
    const title = form.dataset.title;
    const message = form.dataset.confirm;
    if (!window.dialog) {
      return Promise.resolve();
    }
    return window.dialog.confirm(title, {
      message: message,
      okText: title,
      type: form.dataset.destructive ? "destructive" : "default",
    });
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.confirm) {
      event.preventDefault();
      confirmed(form).then(
        () => form.submit(),
        () => {},
      );
    }
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
