package io.github.basetenci.shim;

import io.github.basetenci.shim.command.Host;
import java.util.ServiceLoader;

/**
 * The command that a {@link World} runs: the shim, or what a module that holds more commands names
 * in {@code META-INF/services}.
 */
public interface Program {
  /** Runs one command line and returns its exit code. */
  int run(Host host, String... args);

  /** The largest command on the class path. */
  static Program find() {
    return ServiceLoader.load(Program.class)
        .findFirst()
        .orElse((host, args) -> new Shim(host).run(args));
  }
}
