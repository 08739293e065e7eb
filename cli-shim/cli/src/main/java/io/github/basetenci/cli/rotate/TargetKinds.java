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
import java.util.stream.Collectors;

/** All kinds of target that the command knows. */
final class TargetKinds {
  private final List<TargetKind> kinds;

  TargetKinds(Session session) {
    kinds =
        List.of(
            new Kind(
                "trussrc:",
                "REMOTE",
                rest -> new StoreTarget(session.stores(), StoreKind.TRUSS, rest)),
            new Kind(
                "profile:",
                "NAME",
                rest -> new StoreTarget(session.stores(), StoreKind.BASETEN, rest)),
            new Kind(
                "file:",
                "PATH",
                rest ->
                    new FileTarget(
                        path(session, "--target", rest), session.files(), session.output()::hide)),
            new Kind("command:", "SHELL COMMAND", rest -> new CommandTarget(session, rest)),
            new GitHubKind(session),
            new JenkinsKind(session));
  }

  /** The targets, in the given order. */
  List<Target> make(List<String> specs) throws UsageException {
    List<Target> targets = new ArrayList<>();
    for (String spec : specs) {
      targets.add(make(spec));
    }
    return targets;
  }

  private Target make(String spec) throws UsageException {
    if (!Neutralizer.line(spec).equals(spec)) {
      throw new UsageException(
          "--target has a character that cannot be shown, or is longer than "
              + Neutralizer.MAX_LINE
              + " characters");
    }
    for (TargetKind kind : kinds) {
      if (kind.claims(spec)) {
        return kind.make(spec);
      }
    }
    // The text is not quoted, because it may be a key that was given by mistake.
    throw new UsageException(
        "--target is none of "
            + kinds.stream().map(TargetKind::form).collect(Collectors.joining(", ")));
  }

  /** An absolute path as given, or a relative path below the working directory. */
  static Path path(Session session, String flag, String text) throws UsageException {
    try {
      if (!text.isEmpty()) {
        return session.host().workingDirectory().resolve(text).normalize();
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
  private record Kind(String word, String rest, Maker maker) implements TargetKind {
    @Override
    public String form() {
      return word + rest;
    }

    @Override
    public boolean claims(String spec) {
      return spec.startsWith(word);
    }

    @Override
    public Target make(String spec) throws UsageException {
      String value = spec.substring(word.length());
      if (value.isBlank()) {
        throw new UsageException("--target " + word + " lacks what follows the colon: " + form());
      }
      return maker.make(value);
    }
  }
}
