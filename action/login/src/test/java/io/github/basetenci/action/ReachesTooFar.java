package io.github.basetenci.action;

/** What no class of the action may do but its main. */
final class ReachesTooFar {
  private ReachesTooFar() {}

  static String variable() {
    return System.getenv("HOME");
  }
}
