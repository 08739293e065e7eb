package io.github.basetenci.shim.command;

import io.github.basetenci.shim.output.KnownKeys;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command has options and one method {@link #run}. The {@link Session} gives it everything that
 * it needs.
 */
public abstract class BaseCommand implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  @Spec CommandSpec spec = CommandSpec.create();

  private @Nullable Host host;
  private KnownKeys keys = new KnownKeys();
  private Extras extras = Extras.NONE;

  /** Called once, before the command runs. */
  public void handIn(Host givenHost, KnownKeys givenKeys, Extras givenExtras) {
    this.host = givenHost;
    this.keys = givenKeys;
    this.extras = givenExtras;
  }

  /**
   * Runs the command.
   *
   * @return the exit code
   */
  protected abstract int run(Session session) throws Exception;

  @Override
  public final Integer call() throws Exception {
    if (host == null) {
      throw new IllegalStateException("no host was handed in");
    }
    new MisplacedKeys(host, keys, extras.words()).refuse(spec.commandLine().getParseResult());
    return run(Session.open(host, keys, common, extras));
  }
}
