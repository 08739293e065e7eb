package io.github.basetenci.secrets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of a module, a class or a function, and which of these names stand for the secrets. */
final class PythonScope {

  /** The thing that a name stands for. */
  enum Meaning {
    /** The secrets that truss passes to a model. */
    SECRETS,
    /** Perhaps the secrets of truss, perhaps something else. */
    PERHAPS_SECRETS,
    /** The mapping of arguments in which truss passes the secrets. */
    ARGUMENTS,
    PERHAPS_ARGUMENTS,
    /** Anything else. */
    OTHER;

    boolean mayBeSecrets() {
      return this == SECRETS || this == PERHAPS_SECRETS;
    }

    /** The meaning of the member {@code secrets} of an object with this meaning. */
    Meaning member() {
      return this == ARGUMENTS ? SECRETS : this == PERHAPS_ARGUMENTS ? PERHAPS_SECRETS : OTHER;
    }

    Meaning and(@Nullable Meaning another) {
      return another == null || another == this ? this : PERHAPS_SECRETS;
    }
  }

  /**
   * A class.
   *
   * @param name its name
   * @param isModel whether truss creates an object of this class
   * @param bases the names of its base classes
   * @param attributes the meanings of the attributes of its objects
   */
  record Type(String name, boolean isModel, List<String> bases, Map<String, Meaning> attributes) {
    /** Contains no names from the code, because they may be secrets. */
    @Override
    public String toString() {
      return isModel ? "a model's class" : "a class";
    }
  }

  private final @Nullable PythonScope parent;
  private final boolean isClass;
  private final @Nullable String self;
  private final @Nullable Type type;
  private final Map<String, Meaning> names;

  /**
   * @param parent the enclosing scope, null for a module
   * @param self the name that a method gives to its object, such as {@code self}; null for other
   *     scopes
   * @param type the class of a class scope, null for other scopes
   */
  private PythonScope(
      @Nullable PythonScope parent,
      boolean isClass,
      @Nullable String self,
      @Nullable Type type,
      Map<String, Meaning> names) {
    this.parent = parent;
    this.isClass = isClass;
    this.self = self;
    this.type = type;
    this.names = names;
  }

  static PythonScope module() {
    return new PythonScope(null, false, null, null, new HashMap<>());
  }

  /** The meaning of a name in this scope. */
  Meaning meaning(String name) {
    for (PythonScope scope = this; scope != null; scope = scope.parent) {
      // The methods of a class do not see the names in the class body.
      Meaning found = scope.isClass && scope != this ? null : scope.names.get(name);
      if (found != null) {
        return found;
      }
    }
    return isUsual(name) ? Meaning.PERHAPS_SECRETS : Meaning.OTHER;
  }

  /** Whether secrets usually have this name. */
  static boolean isUsual(String name) {
    return name.equals("secrets") || name.equals("_secrets");
  }

  void bind(String name, Meaning meaning) {
    names.merge(name, meaning, Meaning::and);
  }

  /** The name that the enclosing method gives to its object, null outside of methods. */
  @Nullable String object() {
    for (PythonScope scope = this; scope != null; scope = scope.parent) {
      if (scope.self != null) {
        return scope.self;
      }
    }
    return null;
  }

  /**
   * The class of this scope or of the nearest enclosing scope of a class, null outside of classes.
   */
  @Nullable Type around() {
    for (PythonScope scope = this; scope != null; scope = scope.parent) {
      if (scope.type != null) {
        return scope.type;
      }
    }
    return null;
  }

  PythonScope ofClass(Type inner) {
    return new PythonScope(this, true, null, inner, new HashMap<>());
  }

  /** The scope of a function. The parameters of the function are bound in it. */
  PythonScope ofFunction(PythonStatement definition) {
    List<String> names = new ArrayList<>();
    Map<String, Meaning> bound = new HashMap<>();
    Type owner = isClass ? type : null;
    boolean handed =
        owner != null && owner.isModel() && definition.definedName().equals("__init__");
    for (List<PythonToken> argument : definition.arguments()) {
      PythonToken first = argument.get(0);
      boolean keywords = first.is("**");
      String name =
          argument.size() > 1 && (keywords || first.is("*"))
              ? argument.get(1).text()
              : first.text();
      names.add(name);
      if (keywords) {
        bound.put(name, handed ? Meaning.ARGUMENTS : Meaning.PERHAPS_ARGUMENTS);
      } else if (name.equals("secrets") && handed) {
        bound.put(name, Meaning.SECRETS);
      } else if (!isUsual(name)) {
        bound.put(name, Meaning.OTHER);
      } else {
        bound.put(name, Meaning.PERHAPS_SECRETS);
      }
    }
    String first = isClass && !names.isEmpty() ? names.get(0) : null;
    return new PythonScope(this, false, first, null, bound);
  }
}
