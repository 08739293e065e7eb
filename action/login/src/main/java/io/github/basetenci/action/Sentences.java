package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ToolkitException;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.ephemeral.EphemeralException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.text.Situation;
import org.jspecify.annotations.Nullable;

/** Puts what failed below into the words of a workflow, with the lines that mend it. */
final class Sentences {
  private static final int UNAUTHORIZED = 401;

  /** Something else than the server has answered. */
  private static final int NOT_BASETEN = 0;

  private static final String WAYS_OUT =
      """
      env:
        HTTPS_PROXY: http://proxy.example:3128   # where the runner has no direct way out
      with:
        timeout-seconds: 180
        verify: false                            # logs in without asking the server
      """;

  private Sentences() {}

  /** As {@link #of(Exception)}, for a failure that belongs to one key. */
  static ActionException of(Exception e, Account account) {
    if (e instanceof ApiException api && api.status() == UNAUTHORIZED) {
      String input = account.input();
      return new ActionException(
          api.getMessage()
              + "; the key "
              + account.plan().key()
              + " (from "
              + account.source()
              + ") was revoked, or is one of another installation than "
              + account.plan().url(),
          """
          # a new key: Baseten, Settings > API keys; then: gh secret set %2$s
          with:
            %1$s: ${{ secrets.%2$s }}
            remote-url: %3$s   # where the key was made
          """
              .formatted(input, EmptyKey.secret(input), account.plan().url()),
          e);
    }
    return of(e);
  }

  static ActionException of(Exception e) {
    if (e instanceof ActionException known) {
      return known;
    }
    if (e instanceof TransportException transport) {
      return isAboutAuthorities(transport.situation())
          ? new ActionException(
              String.valueOf(e.getMessage()),
              """
              with:
                ca-certificate: ${{ vars.COMPANY_CA }}   # PEM text, or a path in the workspace
              """,
              e)
          : new ActionException(String.valueOf(e.getMessage()), WAYS_OUT, e);
    }
    if (e instanceof ApiException api && api.status() == NOT_BASETEN) {
      return new ActionException(String.valueOf(e.getMessage()), WAYS_OUT, e);
    }
    if (e instanceof AuthException
        || e instanceof ApiException
        || e instanceof EphemeralException
        || e instanceof StoreException
        || e instanceof ToolkitException) {
      return new ActionException(ActionWords.ADVICE.sentence(e), null, e);
    }
    // A fault of ours: its message was not written for a user and may quote anything.
    StackTraceElement[] trace = e.getStackTrace();
    return new ActionException(
        "internal error: "
            + e.getClass().getName()
            + (trace.length == 0 ? "" : " at " + trace[0])
            + "; please report it with the step of the workflow, without the key",
        null,
        e);
  }

  private static boolean isAboutAuthorities(@Nullable Situation situation) {
    return situation == Situation.CERTIFICATE_NOT_TRUSTED
        || situation == Situation.CA_FILE_UNUSABLE;
  }
}
