package io.github.basetenci.auth;

import io.github.basetenci.key.OAuthSession;
import io.github.basetenci.store.AuthJson;
import io.github.basetenci.store.Change;
import io.github.basetenci.store.FileEdit;
import io.github.basetenci.store.Keyring;
import io.github.basetenci.store.StoreException;
import io.github.basetenci.store.StoreFiles;
import io.github.basetenci.store.StorePaths;
import io.github.basetenci.store.TrussRc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The two stores of one user. The content is read as immutable values. An update changes both files
 * or none.
 */
public final class Stores {
  private final StorePaths paths;
  private final StoreFiles files;
  private final Consumer<String> met;
  private final KeyringSecrets keyring;

  /**
   * @param met called with the text of every key in the files, usable or not, and of every access
   *     token and refresh token, so that the caller can hide the text
   */
  public Stores(StorePaths paths, StoreFiles files, Consumer<String> met) {
    this(paths, files, met, () -> Keyring.none("no keyring is used here"));
  }

  /**
   * @param met called with the text of every secret in the files and in the keyring
   * @param keyring the keyring in which the tools keep secrets that are not in the files
   */
  public Stores(
      StorePaths paths, StoreFiles files, Consumer<String> met, Supplier<Keyring> keyring) {
    this(paths, files, met, keyring, warning -> {});
  }

  /**
   * @param met called with the text of every secret in the files and in the keyring
   * @param keyring the keyring in which the tools keep secrets that are not in the files
   * @param warned called with sentences about the keyring that the user should see, where no result
   *     could hold them
   */
  public Stores(
      StorePaths paths,
      StoreFiles files,
      Consumer<String> met,
      Supplier<Keyring> keyring,
      Consumer<String> warned) {
    this.paths = paths;
    this.files = files;
    this.met = met;
    this.keyring = new KeyringSecrets(keyring, met, warned);
  }

  /** The secrets that the tools keep in the keyring. */
  public KeyringSecrets keyring() {
    return keyring;
  }

  /** The content of both files. */
  public record Contents(TrussRc trussrc, AuthJson authJson) {}

  /** Computes the new contents from the current contents while the files are locked. */
  @FunctionalInterface
  public interface Edit {
    /** The new contents of the files, given the current contents. */
    Contents apply(Contents now) throws AuthException, StoreException;
  }

  /** The path of the store's file, which need not exist. */
  public Path path(StoreKind store) throws StoreException {
    return switch (store) {
      case TRUSS -> paths.trussrc();
      case BASETEN -> paths.authJson();
    };
  }

  /** The current contents of both files. */
  public Contents read() throws StoreException {
    return read(EnumSet.allOf(StoreKind.class));
  }

  /** The current contents of the wanted stores. A store that is not wanted counts as empty. */
  public Contents read(Set<StoreKind> wanted) throws StoreException {
    return contents(
        wanted.contains(StoreKind.TRUSS) ? files.read(paths.trussrc()) : Optional.empty(),
        wanted.contains(StoreKind.BASETEN) ? files.read(paths.authJson()) : Optional.empty());
  }

  /**
   * Changes the files of the wanted stores. A store that is not wanted counts as empty and is not
   * read. If the edit returns a value unchanged, its file is not written. A file that became empty
   * is deleted.
   *
   * @return sentences for the user
   */
  public List<String> update(Set<StoreKind> wanted, Edit edit)
      throws AuthException, StoreException {
    return update(wanted, edit, () -> {});
  }

  /**
   * Changes the files as {@link #update(Set, Edit)} does, for an edit that also changes the
   * keyring.
   *
   * @param undo takes back what the edit changed elsewhere; called while the files are still locked
   *     if they could not be changed
   */
  List<String> update(Set<StoreKind> wanted, Edit edit, Runnable undo)
      throws AuthException, StoreException {
    return update(wanted, StoreFiles.LOCK_TIMEOUT, edit, undo);
  }

  /**
   * Changes the files as {@link #update(Set, Edit)} does, for an edit that may have to wait for a
   * server.
   *
   * @param lockTimeout how long to wait for other runs
   */
  List<String> update(Set<StoreKind> wanted, Duration lockTimeout, Edit edit)
      throws AuthException, StoreException {
    return update(wanted, lockTimeout, edit, () -> {});
  }

  private List<String> update(Set<StoreKind> wanted, Duration lockTimeout, Edit edit, Runnable undo)
      throws AuthException, StoreException {
    List<Path> targets = new ArrayList<>();
    for (StoreKind kind : wanted) {
      targets.add(path(kind));
    }
    StoreFiles.Updated<Optional<AuthException>> updated =
        files.update(
            targets,
            lockTimeout,
            current -> {
              try {
                return new Change.Result<>(edits(wanted, edit, current), Optional.empty(), undo);
              } catch (StoreException | RuntimeException e) {
                undo.run();
                throw e;
              } catch (AuthException e) {
                undo.run();
                return new Change.Result<>(Map.of(), Optional.of(e));
              }
            });
    if (updated.value().isPresent()) {
      throw updated.value().get();
    }
    return updated.notes();
  }

  /** Refuses a store whose file cannot be replaced. Only an edit of that store may ask for it. */
  void requireReplaceable(StoreKind store) throws StoreException {
    files.replaceBySame(path(store));
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
    contents.trussrc().fixedTokens().forEach(token -> met.accept(token.reveal()));
    contents.authJson().fixedTokens().forEach(token -> met.accept(token.reveal()));
    contents.trussrc().sessions().forEach(this::meet);
    contents.authJson().sessions().forEach(this::meet);
    return contents;
  }

  private void meet(OAuthSession session) {
    met.accept(session.access().reveal());
    met.accept(session.refresh().reveal());
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
