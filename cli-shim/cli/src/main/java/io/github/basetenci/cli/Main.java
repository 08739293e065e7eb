package io.github.basetenci.cli;

/** The process: runs one command line and exits with its code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new BasetenCi(Host.ofProcess()).run(args));
  }
}
