package io.github.basetenci.auth;

import io.github.basetenci.store.InvalidNameException;
import io.github.basetenci.store.TrussRc;
import io.github.basetenci.text.Neutralizer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses names that one of the tools would read as another name. */
final class Names {
  private Names() {}

  static void check(Set<StoreKind> stores, LoginPlan plan) throws AuthException {
    check(stores, plan.remote(), plan.profile(), plan.label(), plan.team());
  }

  static void check(
      Set<StoreKind> stores,
      String remote,
      String profile,
      @Nullable String label,
      @Nullable String team)
      throws AuthException {
    if (stores.contains(StoreKind.TRUSS)) {
      checkRemote(remote);
    }
    check("profile", profile);
    if (label != null) {
      check("label", label);
    }
    if (team != null) {
      check("team", team);
    }
  }

  private static void checkRemote(String remote) throws AuthException {
    try {
      TrussRc.checkName(remote);
    } catch (InvalidNameException e) {
      throw new AuthException(AuthException.Kind.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Checks that a message can show the name on one line and that no tool trims it to another name.
   */
  static void check(String what, String name) throws AuthException {
    if (name.isEmpty()) {
      throw AuthException.usage("the " + what + " name cannot be empty");
    }
    if (isBlank(name.codePointAt(0))
        || isBlank(name.codePointBefore(name.length()))
        || !name.equals(Neutralizer.line(name))) {
      throw AuthException.usage(
          "the "
              + what
              + " name '"
              + Neutralizer.line(name)
              + "' has blanks around it or unprintable characters; choose another name");
    }
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
