package io.github.basetenci.cli;

import io.github.basetenci.shim.Program;
import io.github.basetenci.shim.command.Host;

/** What the tests of this module run. */
public final class WholeCommand implements Program {
  @Override
  public int run(Host host, String... args) {
    return new BasetenCi(host).run(args);
  }
}
