package io.github.basetenci.auth;

/** The two stores that a login is written to, named after the tool that reads them. */
public enum StoreKind {
  /** The trussrc. */
  TRUSS("truss"),
  /** auth.json. */
  BASETEN("baseten");

  private final String tool;

  StoreKind(String tool) {
    this.tool = tool;
  }

  /** The name of the tool, which is also the store's name on the command line. */
  public String tool() {
    return tool;
  }
}
