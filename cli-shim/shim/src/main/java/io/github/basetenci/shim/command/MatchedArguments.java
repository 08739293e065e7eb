package io.github.basetenci.shim.command;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;

/** The arguments of a command line, as the parser lists them. */
public final class MatchedArguments {
  private MatchedArguments() {}

  /**
   * Each argument once. The parser lists an argument each time that it is given, and each entry has
   * all of its values: with a thousand targets, a look at all of them would be a million looks.
   */
  public static <A extends ArgSpec> List<A> once(List<A> matched) {
    Set<A> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return matched.stream().filter(seen::add).toList();
  }
}
