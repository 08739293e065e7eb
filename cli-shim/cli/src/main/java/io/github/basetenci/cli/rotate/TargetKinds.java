package io.github.basetenci.cli.rotate;

import io.github.basetenci.auth.StoreKind;
import io.github.basetenci.rotation.FileTarget;
import io.github.basetenci.rotation.StoreTarget;
import io.github.basetenci.rotation.Target;
import io.github.basetenci.shim.command.Session;
import io.github.basetenci.shim.command.UsageException;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All kinds of target that the command knows. */
public final class TargetKinds {
  private final String what;
  private final List<TargetKind> kinds;

  TargetKinds(Session session) {
    this(session, "--target", session.host().workingDirectory());
  }

  /**
   * @param what what gives the target, as the beginning of a sentence
   * @param directory the directory from which the paths of targets go
   */
  public TargetKinds(Session session, String what, Path directory) {
    this.what = what;
    TargetServers servers = new TargetServers(session);
    kinds =
        List.of(
            new Kind(
                what,
                "trussrc:",
                "REMOTE",
                true,
                rest -> new StoreTarget(session.stores(), StoreKind.TRUSS, rest)),
            new Kind(
                what,
                "profile:",
                "NAME",
                true,
                rest -> new StoreTarget(session.stores(), StoreKind.BASETEN, rest)),
            new Kind(
                what,
                "file:",
                "PATH",
                true,
                rest ->
                    new FileTarget(
                        path(directory, what, rest), session.files(), session.output()::hide)),
            new Kind(
                what,
                "command:",
                "SHELL COMMAND",
                false,
                rest -> new CommandTarget(session, directory, rest)),
            new GitHubKind(servers),
            new JenkinsKind(servers));
  }

  /**
   * The name that the target of these words has. It needs no token and asks nobody.
   *
   * @throws UsageException if no target has this form
   */
  public String nameOf(String spec) throws UsageException {
    return kind(spec).nameOf(spec);
  }

  /**
   * The target of these words, to be read.
   *
   * @return empty if targets of this kind never tell which key they have
   * @throws UsageException if no target has this form, or if a variable that it needs is not set
   */
  public Optional<Target> readable(String spec) throws UsageException {
    TargetKind kind = kind(spec);
    return kind.canBeRead() ? Optional.of(kind.make(spec)) : Optional.empty();
  }

  /**
   * The target of these words.
   *
   * @throws UsageException if no target has this form, or if a variable that it needs is not set
   */
  public Target make(String spec) throws UsageException {
    return kind(spec).make(spec);
  }

  /** The targets, in the given order. */
  List<Target> make(List<String> specs) throws UsageException {
    List<Target> targets = new ArrayList<>();
    for (String spec : specs) {
      targets.add(make(spec));
    }
    return targets;
  }

  private TargetKind kind(String spec) throws UsageException {
    if (!Neutralizer.line(spec).equals(spec)) {
      throw new UsageException(
          what
              + " has a character that cannot be shown, or is longer than "
              + Neutralizer.MAX_LINE
              + " characters");
    }
    for (TargetKind kind : kinds) {
      if (kind.claims(spec)) {
        return kind;
      }
    }
    // The text is not quoted, because it may be a key that was given by mistake.
    throw new UsageException(
        what
            + " is none of "
            + kinds.stream().map(TargetKind::form).collect(Collectors.joining(", ")));
  }

  /** An absolute path as given, or a relative path below the working directory. */
  static Path path(Session session, String flag, String text) throws UsageException {
    return path(session.host().workingDirectory(), flag, text);
  }

  private static Path path(Path directory, String flag, String text) throws UsageException {
    try {
      if (!text.isEmpty()) {
        return directory.resolve(text).normalize();
      }
    } catch (InvalidPathException e) {
      // Reported below.
    }
    throw new UsageException(flag + " has no path");
  }

  private interface Maker {
    Target make(String rest) throws UsageException;
  }

  /** A kind whose text is a word, a colon, and the rest. */
  private record Kind(String what, String word, String rest, boolean canBeRead, Maker maker)
      implements TargetKind {
    @Override
    public String form() {
      return word + rest;
    }

    @Override
    public boolean claims(String spec) {
      return spec.startsWith(word);
    }

    @Override
    public String nameOf(String spec) throws UsageException {
      return make(spec).name();
    }

    @Override
    public Target make(String spec) throws UsageException {
      String value = spec.substring(word.length());
      if (value.isBlank()) {
        throw new UsageException(what + " " + word + " lacks what follows the colon: " + form());
      }
      return maker.make(value);
    }
  }
}
