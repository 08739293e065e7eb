package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.KeyForms;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches the tracked files of the work tree around a directory for keys. Git gets the forms of
 * the keys on its standard input, because other users can see arguments in the process list.
 */
final class GitSearch {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int NO_MATCH = 1;

  private final Programs programs;

  GitSearch(Programs programs) {
    this.programs = programs;
  }

  TrackedKeys search(Path directory, Collection<ApiKey> keys) {
    Path top = workTree(directory);
    Set<String> forms = new LinkedHashSet<>();
    keys.forEach(key -> forms.addAll(KeyForms.of(key)));
    if (top == null || forms.isEmpty()) {
      return new TrackedKeys(List.of(), null);
    }
    Optional<Path> git = programs.find("git");
    if (git.isEmpty()) {
      return new TrackedKeys(List.of(), "git is not on PATH");
    }
    try {
      Programs.Answer answer =
          programs.run(
              LIMIT,
              String.join("\n", forms) + "\n",
              git.get(),
              "-C",
              top.toString(),
              // This is the only setting of a repository that would make git grep run a program.
              "-c",
              "core.fsmonitor=false",
              "grep",
              "--no-recurse-submodules",
              "-lzF",
              "--full-name",
              "-f",
              "-");
      if (answer.code() > NO_MATCH) {
        return new TrackedKeys(
            List.of(),
            "git fails in " + top + "; try 'git status' there (another user's, perhaps?)");
      }
      return new TrackedKeys(files(top, answer.text()), null);
    } catch (Programs.NoAnswerException e) {
      return new TrackedKeys(List.of(), "git " + e.getMessage());
    }
  }

  private static List<Path> files(Path top, String names) {
    List<Path> files = new ArrayList<>();
    for (String name : names.split("\0")) {
      if (!name.isEmpty()) {
        try {
          files.add(top.resolve(name));
        } catch (InvalidPathException e) {
          files.add(top);
        }
      }
    }
    return files;
  }

  private static @Nullable Path workTree(Path directory) {
    for (Path path = directory.toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.exists(path.resolve(".git"))) {
        return path;
      }
    }
    return null;
  }
}
