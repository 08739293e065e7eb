package io.github.basetenci.cli;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.auth.AuthException;
import io.github.basetenci.cli.output.JqFilter;
import io.github.basetenci.cli.output.Output;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.Masker;
import io.github.basetenci.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The one place that turns a failure into a sentence on standard error and an exit code. */
final class Failures
    implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {
  private final Host host;

  Failures(Host host) {
    this.host = host;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    return fail(UsageErrors.sentence(e), ExitCode.USAGE);
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    if (e instanceof ParameterException usage) {
      return fail(UsageErrors.sentence(usage), ExitCode.USAGE);
    }
    if (e instanceof UsageException) {
      return fail(message(e), ExitCode.USAGE);
    }
    if (e instanceof AuthException auth) {
      return fail(
          message(e), auth.kind() == AuthException.Kind.USAGE ? ExitCode.USAGE : ExitCode.FAILURE);
    }
    if (e instanceof ApiException api) {
      return fail(message(e), ExitCode.ofStatus(api.status()));
    }
    if (e instanceof StoreException
        || e instanceof TransportException
        || e instanceof JqFilter.JqException) {
      return fail(message(e), ExitCode.FAILURE);
    }
    // A fault of ours: its message was not written for a user and may quote anything.
    StackTraceElement[] trace = e.getStackTrace();
    String at = trace.length == 0 ? "" : " at " + trace[0];
    return fail(
        "internal error: "
            + e.getClass().getName()
            + at
            + "; please report it with the command line, without the key",
        ExitCode.FAILURE);
  }

  private int fail(String sentence, int code) {
    host.stderr().println(Output.oneLine(masker(), sentence));
    return code;
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Hides what the environment holds, whatever failed and however early. */
  private Masker masker() {
    List<ApiKey> keys = new ArrayList<>();
    for (String name : List.of("BASETEN_API_KEY", "BASETEN_TRUSS_AUTH_API_KEY")) {
      String text = host.environment().get(name);
      if (text != null) {
        try {
          keys.add(ApiKey.of(text));
        } catch (InvalidKeyException e) {
          // Not a key; there is nothing to hide.
        }
      }
    }
    return Masker.of(keys);
  }
}
