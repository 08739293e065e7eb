package io.github.basetenci.cli.keys;

import io.github.basetenci.auth.ActiveLogin;
import io.github.basetenci.shim.auth.StoreOption;
import io.github.basetenci.shim.command.Alternatives;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import java.nio.file.InvalidPathException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The flags for the destination of a new key. There is no default, because a wrong default could
 * show the key in a log.
 */
final class DestinationOptions {
  @Option(
      names = "--to-file",
      paramLabel = "FILE",
      description = "Write the new key to this file, with mode 0600.")
  @Nullable String file;

  @Option(
      names = "--to-login",
      paramLabel = "NAME",
      description = "Store the new key as a login of this name, in the files of --store.")
  @Nullable String login;

  @Option(
      names = "--to-stdout",
      description = "Print the new key on standard output, and nothing else. Not into a log.")
  boolean stdout;

  @Option(
      names = {"-f", "--force"},
      description = "Replace an existing file, or a stored login.")
  boolean force;

  @Mixin StoreOption store = new StoreOption();

  /** Refuses missing and contradictory flags, before anything is read. */
  void check() throws UsageException {
    String destination =
        new Alternatives()
            .flag("--to-file", file != null)
            .flag("--to-login", login != null)
            .flag("--to-stdout", stdout)
            .given();
    if (destination == null) {
      throw new UsageException(
          "the server shows a new key once: say where it goes with --to-file FILE, --to-login NAME"
              + " or --to-stdout");
    }
  }

  /**
   * The destination.
   *
   * @param maker the login whose URL the new key belongs to
   */
  NewKeyDestination destination(Session session, ActiveLogin maker) throws UsageException {
    if (file != null) {
      try {
        return new FileDestination(session.host().workingDirectory().resolve(file), force);
      } catch (InvalidPathException e) {
        throw new UsageException("--to-file is not a path");
      }
    }
    return login == null
        ? new OutputDestination()
        : new LoginDestination(login, store.stores(), force, maker);
  }
}
