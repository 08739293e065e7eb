package io.github.basetenci.secrets;

import io.github.basetenci.secrets.PythonScope.Meaning;
import io.github.basetenci.secrets.PythonToken.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reads of secrets in a module, and how certainly each read fails if its secret is
 * missing.
 */
final class SecretReads {
  private static final Set<String> LEAVING = Set.of("return", "raise", "continue", "break");

  private final SecretObjects objects;
  private final List<Read> reads = new ArrayList<>();

  private SecretReads(SecretObjects objects) {
    this.objects = objects;
  }

  /** How certainly a read fails if its secret is missing. */
  enum Certainty {
    /** The read certainly fails. */
    SURE,
    /** The code is written to work without the secret, but truss fails anyway. */
    GUARDED,
    /**
     * The read fails if the object is what truss passes to the model. The code does not tell
     * whether it is.
     */
    UNCLEAR,
    /** The read does not fail, as far as the code tells. */
    NEVER
  }

  /**
   * A read.
   *
   * @param name the name of the secret
   * @param at the position of the name in the source
   */
  record Read(String name, int at, Certainty certainty) {}

  /** The failures that a block catches. */
  private enum Catch {
    NOTHING,
    /** Only the failures for a missing key of a mapping. A missing secret fails in another way. */
    MISSING_KEYS,
    EVERYTHING;

    Catch or(Catch other) {
      return compareTo(other) > 0 ? this : other;
    }
  }

  /**
   * What the code around a read guarantees: the secrets that exist, and the failures that are
   * caught.
   */
  private static final class Safety {
    private final @Nullable Safety outside;
    private final Set<String> names = new HashSet<>();
    private final Catch caught;

    Safety(@Nullable Safety outside, Set<String> names, Catch caught) {
      this.outside = outside;
      this.names.addAll(names);
      this.caught = caught;
    }

    /** The safety of an inner block, in which more secrets certainly exist. */
    Safety with(Set<String> more) {
      return new Safety(this, more, caught);
    }

    Safety within(Catch more) {
      return new Safety(this, Set.of(), caught.or(more));
    }

    /**
     * The safety of a function. The code around its definition catches nothing when the function
     * runs.
     */
    Safety ofFunction() {
      return new Safety(this, Set.of(), Catch.NOTHING);
    }

    void add(Set<String> more) {
      names.addAll(more);
    }

    boolean covers(String name) {
      for (Safety each = this; each != null; each = each.outside) {
        if (each.names.contains(name)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * @param model the name of the class of which truss creates an object; null if it is in another
   *     file
   */
  static List<Read> of(List<PythonStatement> module, @Nullable String model) {
    SecretObjects objects = new SecretObjects(module, model);
    SecretReads found = new SecretReads(objects);
    found.block(module, objects.module(), new Safety(null, Set.of(), Catch.NOTHING));
    return found.reads;
  }

  /**
   * Finds the reads in a block. Adds to {@code now} the secrets that certainly exist after the
   * block.
   */
  private void block(List<PythonStatement> block, PythonScope scope, Safety now) {
    // For the conditions before an else: the secrets that exist if all conditions are false, and
    // those that exist if the only condition is true.
    Set<String> otherwise = Set.of();
    Set<String> then = Set.of();
    for (int i = 0; i < block.size(); i++) {
      PythonStatement statement = block.get(i);
      List<PythonToken> head = statement.head();
      switch (statement.keyword()) {
        case "if", "elif", "while" -> {
          boolean first = !statement.keyword().equals("elif");
          Safety here = first ? now : now.with(otherwise);
          Conditions conditions = conditions(head, scope);
          reads(head, scope, here.with(conditions.all()));
          block(statement.body(), scope, here.with(conditions.ifTrue()));
          otherwise = first ? conditions.ifFalse() : union(otherwise, conditions.ifFalse());
          then = first ? conditions.ifTrue() : Set.of();
          if (leaves(statement)) {
            now.add(conditions.ifFalse());
          }
        }
        case "else" -> {
          block(statement.body(), scope, now.with(otherwise));
          if (leaves(statement)) {
            now.add(then);
          }
        }
        case "try" -> {
          block(statement.body(), scope, now.within(handlers(block, i + 1)));
          otherwise = Set.of();
          then = Set.of();
        }
        case "with" -> {
          reads(head, scope, now);
          block(statement.body(), scope, now.within(suppressed(head)));
        }
        case "def" -> {
          reads(head, scope, now);
          block(statement.body(), objects.scope(statement), now.ofFunction());
        }
        case "class" -> {
          reads(head, scope, now);
          classBody(statement, now.ofFunction());
        }
        default -> {
          Set<String> tested = conditions(head, scope).all();
          reads(head, scope, now.with(tested));
          block(statement.body(), scope, now.with(Set.of()));
          now.add(tested);
          otherwise = Set.of();
          then = Set.of();
        }
      }
    }
  }

  /**
   * Truss calls {@code __init__}, then {@code load}, then the other methods. So the guarantees of
   * the first two hold in the others.
   */
  private void classBody(PythonStatement definition, Safety around) {
    PythonScope scope = objects.scope(definition);
    Safety safety = around;
    List<PythonStatement> rest = new ArrayList<>(definition.body());
    for (String name : List.of("__init__", "load")) {
      for (PythonStatement each : definition.body()) {
        if (each.keyword().equals("def") && each.definedName().equals(name)) {
          rest.removeIf(other -> other == each);
          reads(each.head(), scope, safety);
          safety = safety.ofFunction();
          block(each.body(), objects.scope(each), safety);
        }
      }
    }
    block(rest, scope, safety);
  }

  /** Whether the code after a statement does not run when the block of the statement has run. */
  private static boolean leaves(PythonStatement statement) {
    List<PythonStatement> body = statement.body();
    if (body.isEmpty()) {
      return false;
    }
    PythonStatement last = body.get(body.size() - 1);
    List<PythonToken> head = last.head();
    boolean exit =
        (PythonToken.isAt(head, 0, "sys") && PythonToken.isAt(head, 2, "exit"))
            || (PythonToken.isAt(head, 0, "exit") && PythonToken.isAt(head, 1, "("));
    return exit || LEAVING.contains(last.keyword());
  }

  /** The failures that the handlers after a {@code try} catch. */
  private static Catch handlers(List<PythonStatement> block, int first) {
    Catch caught = Catch.NOTHING;
    for (int i = first; i < block.size() && block.get(i).keyword().equals("except"); i++) {
      PythonStatement handler = block.get(i);
      Catch of = handler.head().size() == 1 ? Catch.EVERYTHING : named(handler.head());
      if (handler.body().stream().anyMatch(it -> it.keyword().equals("raise"))) {
        of = Catch.NOTHING;
      } else if (of == Catch.EVERYTHING && raises(handler)) {
        // The handler raises only sometimes, so it is not certain that the read fails.
        of = Catch.MISSING_KEYS;
      }
      caught = caught.or(of);
    }
    return caught;
  }

  private static boolean raises(PythonStatement statement) {
    return statement.keyword().equals("raise")
        || statement.body().stream().anyMatch(SecretReads::raises);
  }

  private static Catch suppressed(List<PythonToken> head) {
    return head.stream().anyMatch(token -> token.is("suppress")) ? named(head) : Catch.NOTHING;
  }

  /** The failures that the exceptions named in {@code head} catch. */
  private static Catch named(List<PythonToken> head) {
    Catch caught = Catch.NOTHING;
    for (PythonToken token : head) {
      if (token.kind() == Kind.NAME) {
        caught =
            caught.or(
                switch (token.text()) {
                  case "Exception", "BaseException", "SecretNotFound" -> Catch.EVERYTHING;
                  case "KeyError", "LookupError" -> Catch.MISSING_KEYS;
                  default -> Catch.NOTHING;
                });
      }
    }
    return caught;
  }

  /** The reads in the head of a statement. */
  private void reads(List<PythonToken> head, PythonScope scope, Safety safety) {
    for (int i = 0; i < head.size(); i++) {
      SecretObjects.Found object = objects.at(head, i, scope);
      if (object == null) {
        continue;
      }
      int end = object.end();
      if (PythonToken.isAt(head, end, "[")) {
        int behind = texts(head, end + 1);
        boolean name = behind > end + 1 && PythonToken.isAt(head, behind, "]");
        boolean written = PythonToken.isAt(head, behind + 1, "=") || head.get(0).is("del");
        if (name && !written) {
          add(head, end + 1, behind, object.meaning(), safety, false);
        }
      } else if (isGet(head, end)) {
        add(head, end + 3, texts(head, end + 3), object.meaning(), safety, true);
      } else if (tested(head, i) != null) {
        int text = i - (PythonToken.isAt(head, i - 2, "not") ? 3 : 2);
        add(head, text, text + 1, object.meaning(), safety, true);
      }
    }
  }

  private void add(
      List<PythonToken> head, int from, int to, Meaning meaning, Safety safety, boolean optional) {
    StringBuilder name = new StringBuilder();
    head.subList(from, to).forEach(token -> name.append(token.text()));
    if (name.isEmpty()) {
      return;
    }
    boolean guarded =
        optional || safety.covers(name.toString()) || safety.caught == Catch.MISSING_KEYS;
    boolean sure = meaning == Meaning.SECRETS;
    Certainty certainty =
        safety.caught == Catch.EVERYTHING || (guarded && !sure)
            ? Certainty.NEVER
            : guarded ? Certainty.GUARDED : sure ? Certainty.SURE : Certainty.UNCLEAR;
    reads.add(new Read(name.toString(), head.get(from).start(), certainty));
  }

  /** The end of the strings that begin at {@code start}. Python joins adjacent strings to one. */
  private static int texts(List<PythonToken> tokens, int start) {
    int end = start;
    while (end < tokens.size() && tokens.get(end).kind() == Kind.TEXT) {
      end++;
    }
    return end;
  }

  private static boolean isGet(List<PythonToken> tokens, int i) {
    return PythonToken.isAt(tokens, i, ".")
        && PythonToken.isAt(tokens, i + 1, "get")
        && PythonToken.isAt(tokens, i + 2, "(")
        && texts(tokens, i + 3) > i + 3;
  }

  /**
   * The name that the code looks for in the object at this token with {@code in}, null if there is
   * no such test.
   */
  private static @Nullable String tested(List<PythonToken> tokens, int object) {
    int text = object - (PythonToken.isAt(tokens, object - 2, "not") ? 3 : 2);
    return PythonToken.isAt(tokens, object - 1, "in")
            && text >= 0
            && tokens.get(text).kind() == Kind.TEXT
        ? tokens.get(text).text()
        : null;
  }

  /**
   * The secrets that certainly exist because of a condition.
   *
   * @param ifTrue the secrets that exist if the condition is true
   * @param ifFalse the secrets that exist if the condition is false
   * @param all all secrets that the condition tests for
   */
  private record Conditions(Set<String> ifTrue, Set<String> ifFalse, Set<String> all) {
    /** Contains no texts of the code, because they may be secrets. */
    @Override
    public String toString() {
      return "tests for " + all.size() + " names";
    }
  }

  private Conditions conditions(List<PythonToken> head, PythonScope scope) {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < head.size(); i++) {
      addTested(head, i, scope, all);
    }
    if (all.isEmpty()) {
      return new Conditions(all, all, all);
    }
    List<PythonToken> test = head.subList(1, head.size());
    List<List<PythonToken>> both = PythonToken.split(test, "and");
    List<List<PythonToken>> either = PythonToken.split(test, "or");
    Set<String> ifTrue = new HashSet<>();
    Set<String> ifFalse = new HashSet<>();
    Set<String> understood = new HashSet<>();
    for (List<PythonToken> part : both.size() > 1 ? both : either) {
      boolean mixed = both.size() > 1 && either.size() > 1;
      boolean negative = isNegative(part);
      Set<String> names = new HashSet<>();
      for (int i = 0; i < part.size(); i++) {
        addTested(part, i, scope, names);
      }
      if (mixed || names.size() != 1 || PythonToken.isAt(part, 0, "(")) {
        continue;
      }
      understood.addAll(names);
      if (!negative && either.size() == 1) {
        ifTrue.addAll(names);
      }
      if (negative && both.size() == 1) {
        ifFalse.addAll(names);
      }
    }
    // A secret in a part that is not understood counts as existing in both cases.
    Set<String> unclear = new HashSet<>(all);
    unclear.removeAll(understood);
    return new Conditions(union(ifTrue, unclear), union(ifFalse, unclear), all);
  }

  /** Whether a test is true if the secret does not exist. */
  private static boolean isNegative(List<PythonToken> part) {
    boolean negative = false;
    for (int i = 0; i < part.size(); i++) {
      boolean notNone = PythonToken.isAt(part, i, "not") && PythonToken.isAt(part, i - 1, "is");
      if (PythonToken.isAt(part, i, "not") && !notNone) {
        negative = !negative;
      } else if (PythonToken.isAt(part, i, "is") && PythonToken.isAt(part, i + 1, "None")) {
        negative = !negative;
      }
    }
    return negative;
  }

  private void addTested(List<PythonToken> tokens, int i, PythonScope scope, Set<String> names) {
    SecretObjects.Found object = objects.at(tokens, i, scope);
    if (object == null) {
      return;
    }
    String name = tested(tokens, i);
    if (name != null) {
      names.add(name);
    } else if (isGet(tokens, object.end())) {
      names.add(tokens.get(object.end() + 3).text());
    }
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }
}
