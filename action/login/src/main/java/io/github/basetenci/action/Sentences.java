package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.ToolkitException;
import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.auth.LoginCredential;
import io.github.basetenci.ephemeral.EphemeralException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.Masker;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.job.JobAccount;
import io.github.basetenci.shim.job.JobException;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.text.Situation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns an exception into an error in the words of a workflow, with lines that fix it. */
final class Sentences {
  private static final int UNAUTHORIZED = 401;

  /** The status of a failure when a program other than Baseten's server has answered. */
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

  /**
   * @param accounts the logins of the step; the failure may concern the key of one of them
   */
  static WorkflowException of(Exception e, List<JobAccount> accounts) {
    if (e instanceof WorkflowException known) {
      return known;
    }
    if (e instanceof ApiException api && api.status() == UNAUTHORIZED) {
      for (JobAccount each : accounts) {
        if (each.plan().credential() instanceof LoginCredential.Key given
            && given.key().toString().equals(api.key())) {
          return refused(api, each);
        }
      }
      if (api.key().equals(Masker.MASK)) {
        return new WorkflowException(
            api.getMessage() + "; it is over, or its service account is switched off", null, e);
      }
    }
    if (e instanceof AuthException auth && auth.refusal().isPresent()) {
      return new WorkflowException(
          String.valueOf(e.getMessage()), String.join("\n", auth.refusal().get().lines()), e);
    }
    if (e instanceof AuthException && e.getCause() instanceof WorkflowException cause) {
      return cause;
    }
    if (e instanceof JobException failed) {
      return new WorkflowException(String.valueOf(e.getMessage()), fix(failed), e);
    }
    if (e instanceof TransportException transport && isAboutAuthorities(transport.situation())) {
      return new WorkflowException(
          String.valueOf(e.getMessage()),
          """
          with:
            ca-certificate: ${{ vars.COMPANY_CA }}   # PEM text, or a path in the workspace
          """,
          e);
    }
    if (e instanceof TransportException
        || (e instanceof ApiException api && api.status() == NOT_BASETEN)) {
      return new WorkflowException(String.valueOf(e.getMessage()), WAYS_OUT, e);
    }
    if (e instanceof CommandException
        || e instanceof UsageException
        || e instanceof AuthException
        || e instanceof ApiException
        || e instanceof EphemeralException
        || e instanceof StoreException
        || e instanceof ToolkitException) {
      return new WorkflowException(ActionWords.ADVICE.sentence(e), null, e);
    }
    CommandException fault = CommandException.internal(e, "the step of the workflow");
    return new WorkflowException(String.valueOf(fault.getMessage()), null, e);
  }

  private static WorkflowException refused(ApiException e, JobAccount account) {
    String input = account.source().equals(Accounts.MINTING) ? "minting-api-key" : "api-key";
    return new WorkflowException(
        e.getMessage()
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

  private static @Nullable String fix(JobException failed) {
    return switch (failed.kind()) {
      case KEY_TYPE ->
          """
          # a key of that type: Baseten, Settings > API keys; then: gh secret set BASETEN_API_KEY
          with:
            api-key: ${{ secrets.BASETEN_API_KEY }}
            require-key-type: %s   # or what you have
          """
              .formatted(failed.name());
      case MAY_NOT_MINT ->
          """
          # such a key: Baseten, Settings > API keys; then: gh secret set BASETEN_MINTING_KEY
          with:
            ephemeral: true
            minting-api-key: ${{ secrets.BASETEN_MINTING_KEY }}
          """;
      case OTHER -> null;
    };
  }

  private static boolean isAboutAuthorities(@Nullable Situation situation) {
    return situation == Situation.CERTIFICATE_NOT_TRUSTED
        || situation == Situation.CA_FILE_UNUSABLE;
  }
}
