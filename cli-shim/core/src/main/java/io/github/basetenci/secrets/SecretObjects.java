package io.github.basetenci.secrets;

import io.github.basetenci.secrets.PythonScope.Meaning;
import io.github.basetenci.secrets.PythonScope.Type;
import io.github.basetenci.secrets.PythonToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the expressions of a module that stand for the secrets that truss passes to a model. */
final class SecretObjects {
  /**
   * The module is read this many times, because a name may stand for another name, and that name
   * for an attribute.
   */
  private static final int ROUNDS = 3;

  /** Expressions inside more pairs of parentheses than this are ignored. */
  private static final int MAX_NESTING = 3;

  private static final Set<String> LOOK_UPS = Set.of("get", "pop");

  private static final Set<String> CONFIGURATIONS = Set.of("config", "_config");

  private final Set<String> models;
  private Map<PythonStatement, PythonScope> scopes = new IdentityHashMap<>();
  private Map<String, Type> types = new HashMap<>();

  /** The classes as the previous round found them. */
  private Map<String, Type> earlier = Map.of();

  private PythonScope outermost = PythonScope.module();

  /**
   * @param model the name of the class of which truss creates an object; null if it is in another
   *     file
   */
  SecretObjects(List<PythonStatement> module, @Nullable String model) {
    this.models = withBases(module, model);
    for (int i = 0; i < ROUNDS; i++) {
      types = new HashMap<>();
      scopes = new IdentityHashMap<>();
      outermost = PythonScope.module();
      declare(module, outermost);
      earlier = types;
    }
  }

  PythonScope module() {
    return outermost;
  }

  /** The scope that a definition of a class or a function opens. */
  PythonScope scope(PythonStatement definition) {
    return Objects.requireNonNull(scopes.get(definition));
  }

  /** An expression that stands for secrets. Its end is the position of the token after it. */
  record Found(Meaning meaning, int end) {}

  /**
   * The names of the model's class and of its base classes. The bases of a class in another file
   * are unknown.
   */
  private static Set<String> withBases(List<PythonStatement> module, @Nullable String model) {
    Set<String> names = new LinkedHashSet<>();
    List<String> open = new ArrayList<>();
    if (model != null) {
      open.add(model);
    }
    while (!open.isEmpty()) {
      String name = open.remove(open.size() - 1);
      if (names.add(name)) {
        module.stream()
            .filter(it -> it.keyword().equals("class") && it.definedName().equals(name))
            .forEach(it -> open.addAll(bases(it)));
      }
    }
    return names;
  }

  private static List<String> bases(PythonStatement definition) {
    return definition.arguments().stream()
        .map(argument -> argument.get(argument.size() - 1).text())
        .toList();
  }

  private void declare(List<PythonStatement> block, PythonScope scope) {
    for (PythonStatement statement : block) {
      switch (statement.keyword()) {
        case "def" -> {
          scope.bind(statement.definedName(), Meaning.OTHER);
          PythonScope inner = scope.ofFunction(statement);
          scopes.put(statement, inner);
          declare(statement.body(), inner);
        }
        case "class" -> {
          String name = statement.definedName();
          scope.bind(name, Meaning.OTHER);
          Type type = new Type(name, models.contains(name), bases(statement), new HashMap<>());
          types.put(name, type);
          PythonScope inner = scope.ofClass(type);
          scopes.put(statement, inner);
          declare(statement.body(), inner);
        }
        case "import", "from" -> imports(statement.head(), scope);
        default -> {
          others(statement.head(), scope);
          declare(statement.body(), scope);
        }
      }
    }
  }

  /** An imported name never stands for the secrets of truss. */
  private static void imports(List<PythonToken> head, PythonScope scope) {
    boolean names = head.get(0).is("import");
    for (int i = 1; i < head.size(); i++) {
      if (head.get(i).is("import")) {
        names = true;
      } else if (names && head.get(i).kind() == Kind.NAME && !isMember(head, i)) {
        boolean renamed = i + 1 < head.size() && head.get(i + 1).is("as");
        if (!renamed && !head.get(i).is("as")) {
          scope.bind(head.get(i).text(), Meaning.OTHER);
        }
      }
    }
  }

  private void others(List<PythonToken> head, PythonScope scope) {
    for (int i = 0; i < head.size(); i++) {
      if (head.get(i).is("as") && i + 1 < head.size()) {
        scope.bind(head.get(i + 1).text(), Meaning.OTHER);
      } else if (head.get(i).is(":=") && i > 0) {
        bind(
            head.subList(i - 1, i),
            head.subList(i + 1, PythonToken.operandEnd(head, i + 1)),
            scope);
      }
    }
    if (head.get(0).is("for") || head.get(0).is("async")) {
      for (int i = 1; i < head.size() && !head.get(i).is("in"); i++) {
        if (head.get(i).kind() == Kind.NAME && !isMember(head, i)) {
          scope.bind(head.get(i).text(), Meaning.OTHER);
        }
      }
      return;
    }
    List<List<PythonToken>> sides = PythonToken.split(head, "=");
    for (int i = 0; i + 1 < sides.size(); i++) {
      assign(sides.get(i), sides.get(sides.size() - 1), scope);
    }
  }

  private void assign(List<PythonToken> target, List<PythonToken> value, PythonScope scope) {
    List<List<PythonToken>> targets = PythonToken.split(target, ",");
    List<List<PythonToken>> values = PythonToken.split(value, ",");
    for (int i = 0; i < targets.size(); i++) {
      bind(
          PythonToken.split(targets.get(i), ":").get(0),
          targets.size() == values.size() ? values.get(i) : List.of(),
          scope);
    }
  }

  private void bind(List<PythonToken> target, List<PythonToken> value, PythonScope scope) {
    if (value.size() == 1 && value.get(0).is("None")) {
      // None only reserves the name, and another assignment gives it its value.
      return;
    }
    Meaning meaning = value(value, scope, 0);
    if (target.size() == 1 && target.get(0).kind() == Kind.NAME) {
      scope.bind(target.get(0).text(), meaning);
      return;
    }
    Type type = scope.around();
    if (target.size() == 3
        && type != null
        && target.get(0).text().equals(scope.object())
        && target.get(1).is(".")) {
      type.attributes().merge(target.get(2).text(), meaning, Meaning::and);
    }
  }

  /** The meaning of an expression as a whole. */
  private Meaning value(List<PythonToken> tokens, PythonScope scope, int nesting) {
    if (tokens.isEmpty()) {
      return Meaning.OTHER;
    }
    Found found = at(tokens, 0, scope, nesting);
    if (found != null
        && (found.end() == tokens.size()
            || tokens.get(found.end()).is("or")
            || tokens.get(found.end()).is("if"))) {
      return found.meaning();
    }
    return tokens.size() == 1 && tokens.get(0).kind() == Kind.NAME
        ? scope.meaning(tokens.get(0).text())
        : Meaning.OTHER;
  }

  /**
   * The longest expression for secrets that begins at this token, null if no such expression begins
   * here.
   */
  @Nullable Found at(List<PythonToken> tokens, int i, PythonScope scope) {
    return at(tokens, i, scope, 0);
  }

  private @Nullable Found at(List<PythonToken> tokens, int i, PythonScope scope, int nesting) {
    PythonToken token = tokens.get(i);
    if (isMember(tokens, i)) {
      return null;
    }
    if (token.is("(")) {
      return parenthesised(tokens, i, scope, nesting);
    }
    if (token.kind() != Kind.NAME) {
      return null;
    }
    Meaning meaning = scope.meaning(token.text());
    String name = token.text();
    int end = i + 1;
    boolean own =
        name.equals(scope.object())
            && PythonToken.isAt(tokens, end, ".")
            && end + 1 < tokens.size();
    if (own) {
      name = tokens.get(end + 1).text();
      meaning = attribute(scope, name);
      end += 2;
    }
    if (CONFIGURATIONS.contains(name) && !meaning.mayBeSecrets()) {
      meaning = Meaning.PERHAPS_ARGUMENTS;
    }
    if (meaning.mayBeSecrets()) {
      return new Found(meaning, end);
    }
    int behind = member(tokens, end);
    return meaning.member().mayBeSecrets() && behind > 0
        ? new Found(meaning.member(), behind)
        : null;
  }

  /**
   * The end of {@code ["secrets"]} or {@code .get("secrets", ...)}; -1 if neither begins at this
   * token.
   */
  private static int member(List<PythonToken> tokens, int i) {
    if (PythonToken.isAt(tokens, i, "[")
        && isSecretsText(tokens, i + 1)
        && PythonToken.isAt(tokens, i + 2, "]")) {
      return i + 3;
    }
    boolean call =
        PythonToken.isAt(tokens, i, ".")
            && i + 1 < tokens.size()
            && LOOK_UPS.contains(tokens.get(i + 1).text())
            && PythonToken.isAt(tokens, i + 2, "(")
            && isSecretsText(tokens, i + 3);
    if (!call) {
      return -1;
    }
    int end = PythonToken.closing(tokens, i + 2);
    return end < 0 ? -1 : end + 1;
  }

  private @Nullable Found parenthesised(
      List<PythonToken> tokens, int i, PythonScope scope, int nesting) {
    boolean call =
        i > 0
            && (tokens.get(i - 1).closes()
                || tokens.get(i - 1).isString()
                || (tokens.get(i - 1).kind() == Kind.NAME && !tokens.get(i - 1).isKeyword()));
    int end = call || nesting > MAX_NESTING ? -1 : PythonToken.closing(tokens, i);
    if (end <= i) {
      return null;
    }
    Meaning meaning = value(tokens.subList(i + 1, end), scope, nesting + 1);
    return meaning.mayBeSecrets() ? new Found(meaning, end + 1) : null;
  }

  /** The meaning of an attribute of the object, from its class or the base classes. */
  private Meaning attribute(PythonScope scope, String name) {
    Type type = scope.around();
    Deque<String> open = new ArrayDeque<>(type == null ? List.of() : List.of(type.name()));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      String next = open.remove();
      Type known = earlier.get(next);
      if (known != null && seen.add(next)) {
        Meaning meaning = known.attributes().get(name);
        if (meaning != null) {
          return meaning;
        }
        open.addAll(known.bases());
      }
    }
    return PythonScope.isUsual(name) ? Meaning.PERHAPS_SECRETS : Meaning.OTHER;
  }

  private static boolean isSecretsText(List<PythonToken> tokens, int i) {
    return i < tokens.size()
        && tokens.get(i).kind() == Kind.TEXT
        && tokens.get(i).text().equals("secrets");
  }

  private static boolean isMember(List<PythonToken> tokens, int i) {
    return PythonToken.isAt(tokens, i - 1, ".");
  }
}
