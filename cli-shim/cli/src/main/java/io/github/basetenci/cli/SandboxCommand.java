package io.github.basetenci.cli;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.InvalidKeyException;
import io.github.basetenci.key.NotAKey;
import io.github.basetenci.sandbox.KeyType;
import io.github.basetenci.sandbox.NewKeys;
import io.github.basetenci.sandbox.Sandbox;
import io.github.basetenci.sandbox.SandboxOptions;
import io.github.basetenci.shim.command.BaseCommand;
import io.github.basetenci.shim.command.ExitCode;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sandbox}. */
@Command(
    name = "sandbox",
    description = {
      "Run a Baseten look-alike on 127.0.0.1 until interrupted, to try things out without an"
          + " account."
    })
public final class SandboxCommand extends BaseCommand {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 takes a free one. Default: 8000.")
  int port = 8000;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description = "Append a line for every request. It never holds a key.")
  @Nullable Path logFile;

  @Option(
      names = "--key-env",
      paramLabel = "NAME",
      description =
          "Accept the key in this environment variable; may be repeated."
              + " Default: BASETEN_API_KEY where it is set, else a key that is made and printed.")
  List<String> keyVariables = new ArrayList<>();

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      converter = SandboxKeyType.class,
      completionCandidates = SandboxKeyType.Words.class,
      description =
          "The type of these keys: ${COMPLETION-CANDIDATES}. Default: workspace-manage-all.")
  KeyType keyType = KeyType.WORKSPACE_MANAGE_ALL;

  @Option(
      names = "--forbid-new-keys",
      paramLabel = "TYPE",
      converter = ForbiddenKeys.class,
      completionCandidates = ForbiddenKeys.Words.class,
      description =
          "Answer as an organization that allows no new keys of this kind:"
              + " ${COMPLETION-CANDIDATES}.")
  NewKeys allowed = NewKeys.ALLOWED;

  @Option(
      names = "--identity-of",
      paramLabel = "NAME",
      description =
          "Also hand out identity tokens, as GitHub does for a job of this repository"
              + " (OWNER/REPOSITORY), and accept them by a trust rule. No key is made then.")
  @Nullable String repository;

  @Option(
      names = "--ready-file",
      paramLabel = "FILE",
      description = "Write the base URL to this file once requests are answered.")
  @Nullable Path readyFile;

  @Override
  protected int run(Session session) throws Exception {
    SandboxOptions options = SandboxOptions.defaults().withPort(port).withNewKeys(allowed);
    List<ApiKey> given = keys(session);
    for (ApiKey key : given) {
      session.output().hide(key);
      options = options.withKey(key.reveal(), keyType, null, "sandbox-" + key.prefix());
    }
    Path directory = session.host().workingDirectory();
    try (SandboxIdentity identity = repository == null ? null : identity(session, repository);
        Writer writer = logFile == null ? Writer.nullWriter() : open(directory.resolve(logFile));
        Sandbox sandbox = start(with(identity, options).withLog(writer))) {
      String url = sandbox.url().toString();
      if (readyFile != null) {
        announce(directory.resolve(readyFile), url);
      }
      // The printed key is valid only for this sandbox, until the sandbox ends.
      boolean makes = given.isEmpty() && identity == null;
      String made = makes ? sandbox.key(keyType) : null;
      JsonObject result = JsonObject.EMPTY.with("url", url).with("api_key", made);
      String text = text(url, made);
      if (identity != null) {
        result = identity.addTo(result, sandbox.trustRuleId(identity.ruleName()));
        text += SandboxIdentity.text(result);
      }
      session.output().result(result, text);
      awaitInterrupt();
    }
    return ExitCode.OK;
  }

  private static SandboxIdentity identity(Session session, String repository)
      throws UsageException {
    return SandboxIdentity.start(repository, session.host().clock().withZone(ZoneOffset.UTC));
  }

  private static SandboxOptions with(@Nullable SandboxIdentity identity, SandboxOptions options) {
    return identity == null ? options : identity.addTo(options);
  }

  private static String text(String url, @Nullable String key) {
    return "The sandbox answers at "
        + url
        + ".\nTo use it:\n  export BASETEN_REMOTE_URL="
        + url
        + " BASETEN_MANAGEMENT_API_URL_OVERRIDE="
        + url
        + "\n"
        + (key == null ? "" : "  export BASETEN_API_KEY=" + key + "\n");
  }

  private List<ApiKey> keys(Session session) throws UsageException, AuthException {
    List<String> names = keyVariables;
    if (names.isEmpty() && session.environment().has("BASETEN_API_KEY")) {
      names = List.of("BASETEN_API_KEY");
    }
    List<ApiKey> keys = new ArrayList<>();
    for (String name : names) {
      String text =
          session
              .environment()
              .get(name)
              .orElseThrow(
                  () -> new UsageException("--key-env names a variable that is not set or empty"));
      keys.add(key(text));
    }
    return keys;
  }

  private static ApiKey key(String text) throws AuthException {
    Optional<NotAKey> other = NotAKey.of(text);
    if (other.isPresent()) {
      throw new AuthException(
          AuthException.Kind.INVALID,
          "the key in the variable that --key-env names " + other.get().predicate());
    }
    try {
      ApiKey key = ApiKey.of(text);
      if (key.prefix().isEmpty()) {
        throw new AuthException(
            AuthException.Kind.INVALID,
            "the key in the variable that --key-env names has no prefix; give one of the form"
                + " PREFIX.SECRET");
      }
      return key;
    } catch (InvalidKeyException e) {
      throw new AuthException(
          AuthException.Kind.INVALID,
          "the key in the variable that --key-env names " + e.getMessage(),
          e);
    }
  }

  private Sandbox start(SandboxOptions options) throws UsageException {
    try {
      return Sandbox.start(options);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "port "
              + port
              + " cannot be listened on; choose another with --port, or 0 for a free"
              + " one");
    }
  }

  private static Writer open(Path file) throws UsageException {
    try {
      return Files.newBufferedWriter(
          file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UsageException("--log-file: " + file + " cannot be written");
    }
  }

  /**
   * Writes the URL to a file and then renames the file, so that nobody who waits for it reads a
   * part of the URL.
   */
  private static void announce(Path file, String url) throws UsageException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.writeString(part, url + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UsageException("--ready-file: " + file + " cannot be written");
    }
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
