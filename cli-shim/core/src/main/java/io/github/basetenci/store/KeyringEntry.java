package io.github.basetenci.store;

/**
 * An entry of the operating system's keyring, as one of the tools names it.
 *
 * @param library the library by which the tool writes the entry; it decides how an operating system
 *     stores the entry
 * @param service the service of the entry
 * @param account the account of the entry
 */
public record KeyringEntry(Library library, String service, String account) {
  /** The libraries of the tools. Each stores an entry in its own way. */
  public enum Library {
    /** {@code keyring} of Python, which {@code truss} uses. */
    PYTHON_KEYRING,
    /** {@code github.com/zalando/go-keyring}, which {@code baseten} uses. */
    GO_KEYRING
  }

  /** The label of the entry in the Secret Service of Linux. Both libraries write the same one. */
  public String label() {
    return "Password for '" + account + "' on '" + service + "'";
  }
}
