package io.github.basetenci.action.tls;

import java.nio.file.Path;
import java.util.List;

/** Asks for the native library in a JVM of a machine that has none. */
final class WithoutLibrary {
  private WithoutLibrary() {}

  public static void main(String[] args) throws Exception {
    ConscryptTls tls = new ConscryptTls(Path.of(args[0]), Path.of(args[1]), System.out::println);
    System.out.println(tls.trusting(List.of()));
  }
}
