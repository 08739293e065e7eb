package io.github.basetenci.auth;

import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.Change;
import io.github.basetenci.store.FileEdit;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import io.github.basetenci.store.TrussRc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The two stores of one user. They are read as values, and an update changes both or none. */
public final class Stores {
  private final StorePaths paths;
  private final StoreFiles files;
  private final Consumer<String> met;

  /**
   * @param met told the text of every key that the files hold, usable or not, so that the caller
   *     can hide it
   */
  public Stores(StorePaths paths, StoreFiles files, Consumer<String> met) {
    this.paths = paths;
    this.files = files;
    this.met = met;
  }

  /** What both files hold. */
  public record Contents(TrussRc trussrc, AuthJson authJson) {}

  /** Computes the new contents from the current ones, under the locks. */
  @FunctionalInterface
  public interface Edit {
    /** What the files are to hold, given what they hold. */
    Contents apply(Contents now) throws AuthException, StoreException;
  }

  /** Where the store's file is, or would be. */
  public Path path(StoreKind store) throws StoreException {
    return switch (store) {
      case TRUSS -> paths.trussrc();
      case BASETEN -> paths.authJson();
    };
  }

  /** Both files as they are. */
  public Contents read() throws StoreException {
    return read(EnumSet.allOf(StoreKind.class));
  }

  /** The files of the wanted stores as they are; the other one counts as empty. */
  public Contents read(Set<StoreKind> wanted) throws StoreException {
    return contents(
        wanted.contains(StoreKind.TRUSS) ? files.read(paths.trussrc()) : Optional.empty(),
        wanted.contains(StoreKind.BASETEN) ? files.read(paths.authJson()) : Optional.empty());
  }

  /**
   * Changes the files of the wanted stores; the other one counts as empty and is not looked at. A
   * value that the edit gives back as it was leaves its file alone, and a file that became empty is
   * deleted.
   *
   * @return sentences for the user
   */
  public List<String> update(Set<StoreKind> wanted, Edit edit)
      throws AuthException, StoreException {
    List<Path> targets = new ArrayList<>();
    for (StoreKind kind : wanted) {
      targets.add(path(kind));
    }
    StoreFiles.Updated<Optional<AuthException>> updated =
        files.update(
            targets,
            current -> {
              try {
                return new Change.Result<>(edits(wanted, edit, current), Optional.empty());
              } catch (AuthException e) {
                return new Change.Result<>(Map.of(), Optional.of(e));
              }
            });
    if (updated.value().isPresent()) {
      throw updated.value().get();
    }
    return updated.notes();
  }

  private Map<Path, FileEdit> edits(
      Set<StoreKind> wanted, Edit edit, Map<Path, Optional<byte[]>> current)
      throws AuthException, StoreException {
    Optional<byte[]> trussrc = bytes(wanted, StoreKind.TRUSS, current);
    Optional<byte[]> authJson = bytes(wanted, StoreKind.BASETEN, current);
    Contents now = contents(trussrc, authJson);
    Contents then = edit.apply(now);
    Map<Path, FileEdit> edits = new LinkedHashMap<>();
    if (wanted.contains(StoreKind.TRUSS) && then.trussrc() != now.trussrc()) {
      put(edits, paths.trussrc(), trussrc, then.trussrc().toBytes(), then.trussrc().isEmpty());
    }
    if (wanted.contains(StoreKind.BASETEN) && then.authJson() != now.authJson()) {
      put(
          edits,
          paths.authJson(),
          authJson,
          then.authJson().toBytes(),
          then.authJson().isEmptyStore());
    }
    return edits;
  }

  private Optional<byte[]> bytes(
      Set<StoreKind> wanted, StoreKind kind, Map<Path, Optional<byte[]>> current)
      throws StoreException {
    return wanted.contains(kind)
        ? current.getOrDefault(path(kind), Optional.empty())
        : Optional.empty();
  }

  private static void put(
      Map<Path, FileEdit> edits, Path file, Optional<byte[]> before, byte[] after, boolean empty) {
    if (!empty) {
      edits.put(file, FileEdit.write(after));
    } else if (before.isPresent()) {
      edits.put(file, FileEdit.delete(after));
    }
  }

  private Contents contents(Optional<byte[]> trussrc, Optional<byte[]> authJson)
      throws StoreException {
    Contents contents = new Contents(trussrc(trussrc), authJson(authJson));
    contents.trussrc().apiKeys().forEach(met);
    contents.authJson().apiKeys().forEach(met);
    return contents;
  }

  private TrussRc trussrc(Optional<byte[]> bytes) throws StoreException {
    return bytes.isEmpty()
        ? TrussRc.empty(paths.trussrc())
        : TrussRc.parse(paths.trussrc(), bytes.get());
  }

  private AuthJson authJson(Optional<byte[]> bytes) throws StoreException {
    return bytes.isEmpty() ? AuthJson.empty() : AuthJson.parse(paths.authJson(), bytes.get());
  }
}
