package io.github.basetenci.secrets;

import io.github.basetenci.secrets.PythonScope.Meaning;
import io.github.basetenci.secrets.PythonToken.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds where a module reads secrets, and how surely the module fails where one is missing. */
final class SecretReads {
  private static final Set<String> LEAVING = Set.of("return", "raise", "continue", "break");

  private final SecretObjects objects;
  private final List<Read> reads = new ArrayList<>();

  private SecretReads(SecretObjects objects) {
    this.objects = objects;
  }

  /** How surely a read fails whose secret is missing. */
  enum Certainty {
    /** It certainly does. */
    SURE,
    /** The code means to do without; truss fails all the same. */
    GUARDED,
    /** It does if the object is what truss hands over, which the code does not tell. */
    UNCLEAR,
    /** It does not, as far as the code tells. */
    NEVER
  }

  /**
   * A read.
   *
   * @param name the name of the secret
   * @param at where the name stands in the source
   */
  record Read(String name, int at, Certainty certainty) {}

  /** Which failures something holds off. */
  private enum Catch {
    NOTHING,
    /** Those of a missing key, which a missing secret is not. */
    MISSING_KEYS,
    EVERYTHING;

    Catch or(Catch other) {
      return compareTo(other) > 0 ? this : other;
    }
  }

  /** What the code around a read has made sure of. */
  private static final class Safety {
    private final @Nullable Safety outside;
    private final Set<String> names = new HashSet<>();
    private final Catch caught;

    Safety(@Nullable Safety outside, Set<String> names, Catch caught) {
      this.outside = outside;
      this.names.addAll(names);
      this.caught = caught;
    }

    /** That of a block within, of which more is known. */
    Safety with(Set<String> more) {
      return new Safety(this, more, caught);
    }

    Safety within(Catch more) {
      return new Safety(this, Set.of(), caught.or(more));
    }

    /** That of a function, which runs where nothing is caught. */
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
   * @param model the name of the class that truss makes an object of; null if it is in another file
   */
  static List<Read> of(List<PythonStatement> module, @Nullable String model) {
    SecretObjects objects = new SecretObjects(module, model);
    SecretReads found = new SecretReads(objects);
    found.block(module, objects.module(), new Safety(null, Set.of(), Catch.NOTHING));
    return found.reads;
  }

  /** Adds to the safety what holds from the end of the block on. */
  private void block(List<PythonStatement> block, PythonScope scope, Safety now) {
    // Of the conditions above an else: what is there where they do not hold, and where they do.
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

  /** Truss calls {@code __init__}, then {@code load}, then all others: what those made sure of. */
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

  /** Whether the block of a statement never reaches its end. */
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

  /** What the handlers of a {@code try} hold off, which follow it. */
  private static Catch handlers(List<PythonStatement> block, int first) {
    Catch caught = Catch.NOTHING;
    for (int i = first; i < block.size() && block.get(i).keyword().equals("except"); i++) {
      PythonStatement handler = block.get(i);
      Catch of = handler.head().size() == 1 ? Catch.EVERYTHING : named(handler.head());
      if (handler.body().stream().anyMatch(it -> it.keyword().equals("raise"))) {
        of = Catch.NOTHING;
      } else if (of == Catch.EVERYTHING && raises(handler)) {
        // Not always, so nothing is certain.
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

  /** What the exceptions hold off that are named here. */
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

  /** Where the strings end that begin here, which Python joins to one. */
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

  /** The name that is looked for in the object at this token, null if none is. */
  private static @Nullable String tested(List<PythonToken> tokens, int object) {
    int text = object - (PythonToken.isAt(tokens, object - 2, "not") ? 3 : 2);
    return PythonToken.isAt(tokens, object - 1, "in")
            && text >= 0
            && tokens.get(text).kind() == Kind.TEXT
        ? tokens.get(text).text()
        : null;
  }

  /**
   * The secrets that a condition makes sure of.
   *
   * @param ifTrue those that are there if it holds
   * @param ifFalse those that are there if it does not
   * @param all every one that it tests for
   */
  private record Conditions(Set<String> ifTrue, Set<String> ifFalse, Set<String> all) {
    /** Without texts of the code, which may be secrets. */
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
    // Of what is not understood, both may be so.
    Set<String> unclear = new HashSet<>(all);
    unclear.removeAll(understood);
    return new Conditions(union(ifTrue, unclear), union(ifFalse, unclear), all);
  }

  /** Whether a test holds where the secret is not there. */
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
