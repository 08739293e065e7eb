package io.github.basetenci.shim.auth;

import io.github.basetenci.auth.AuthException;
import io.github.basetenci.identity.GivenIdentity;
import io.github.basetenci.identity.IdentityCommand;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentityFile;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentitySources;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.identity.InvalidIdentityTokenException;
import io.github.basetenci.shim.command.Alternatives;
import io.github.basetenci.shim.command.SecretInput;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say where an identity token comes from. A user may use at most one of them. */
public final class IdentitySourceOptions {
  private static final String TOKEN_FILE = "--id-token-file";
  private static final String TOKEN_ENV = "--id-token-env";
  private static final String TOKEN_STDIN = "--id-token-stdin";
  private static final String TOKEN_COMMAND = "--id-token-command";
  private static final String TOKEN_SOURCE = "--id-token-source";

  @Option(
      names = TOKEN_FILE,
      paramLabel = "FILE",
      description = "Read the identity token from a file, each time that one is needed.")
  @Nullable String file;

  @Option(
      names = TOKEN_ENV,
      paramLabel = "NAME",
      description = "Read the identity token from the environment variable of this name.")
  @Nullable String variable;

  @Option(names = TOKEN_STDIN, description = "Read the identity token from standard input.")
  boolean stdin;

  @Option(
      names = TOKEN_COMMAND,
      paramLabel = "COMMAND",
      description =
          "Run this command, without a shell, each time that an identity token is needed; it prints"
              + " one. {audience} in it stands for the audience.")
  @Nullable String command;

  @Option(
      names = TOKEN_SOURCE,
      paramLabel = "NAME",
      description =
          "Where the identity token comes from: github, azure-devops, bitbucket, circleci, gcp,"
              + " azure or aws. Default: the only one that this job has by itself.")
  @Nullable String source;

  /**
   * The source of this name, for commands that take it from elsewhere than the flags.
   *
   * @param name null for the only source that the job has by itself
   */
  public static IdentitySource named(Session session, @Nullable String name)
      throws UsageException, AuthException {
    IdentitySourceOptions options = new IdentitySourceOptions();
    options.source = name;
    return options.source(session);
  }

  /** The flag that was used, or null. This method reads no token. */
  @Nullable String flag() throws UsageException {
    return new Alternatives()
        .flag(TOKEN_FILE, file != null)
        .flag(TOKEN_ENV, variable != null)
        .flag(TOKEN_STDIN, stdin)
        .flag(TOKEN_COMMAND, command != null)
        .flag(TOKEN_SOURCE, source != null)
        .given();
  }

  /** Where the identity token comes from: what a flag names, or else what the job has. */
  public IdentitySource source(Session session) throws UsageException, AuthException {
    try {
      JobIdentities identities = new JobIdentities(session);
      IdentitySource named = named(session, identities);
      List<IdentitySource> ambient = named == null ? identities.ambient() : List.of();
      if (named == null && ambient.isEmpty()) {
        identities.refuseWithoutPermission();
      }
      return IdentitySources.choose(named, ambient);
    } catch (IdentityException e) {
      throw AuthException.of(e);
    }
  }

  private @Nullable IdentitySource named(Session session, JobIdentities identities)
      throws UsageException, AuthException, IdentityException {
    flag();
    if (file != null) {
      if (isToken(file)) {
        throw new UsageException(TOKEN_FILE + " is given a token; pass the name of its file");
      }
      return new IdentityFile(TOKEN_FILE, session.host().workingDirectory().resolve(file));
    }
    if (variable != null) {
      String text = SecretInput.variable(session, TOKEN_ENV, variable, "token");
      session.hide(text);
      return new GivenIdentity(TOKEN_ENV, text);
    }
    if (stdin) {
      String text = onStdin(session);
      session.hide(text);
      return new GivenIdentity(TOKEN_STDIN, text);
    }
    if (command != null) {
      return new IdentityCommand(
          TOKEN_COMMAND, CommandSplitter.split(TOKEN_COMMAND, command), identities.runner());
    }
    return source == null ? null : identities.named(TOKEN_SOURCE, source);
  }

  private static boolean isToken(String text) {
    try {
      IdentityToken.of(text);
      return true;
    } catch (InvalidIdentityTokenException e) {
      return false;
    }
  }

  private static String onStdin(Session session) throws AuthException {
    try {
      byte[] bytes = session.host().stdin().readNBytes(IdentityToken.MAX_LENGTH + 2);
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AuthException(
          AuthException.Kind.INVALID,
          "standard input cannot be read; pipe the identity token to it",
          e);
    }
  }
}
