package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.auth.StoreKind;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of a store.
 *
 * @param path where it is or would be; null if the variables give no usable path
 * @param pathProblem why the path is unusable, as a sentence; null if it is usable
 * @param exists whether there is something at the path
 * @param mode its permissions; null if unknown
 * @param directoryMode those of its directory; null if unknown
 * @param owner its owner's name; empty if unknown
 * @param unreadable why it cannot be read, as a sentence; null if it can be
 * @param bom whether it begins with a byte-order mark
 * @param crlf whether lines end as on Windows
 * @param broken why its tool could not parse it, a byte-order mark aside; null if it could
 * @param leftovers what killed runs left beside it
 */
public record StoreFacts(
    StoreKind store,
    @Nullable Path path,
    @Nullable String pathProblem,
    boolean exists,
    @Nullable FileMode mode,
    @Nullable FileMode directoryMode,
    String owner,
    @Nullable String unreadable,
    boolean bom,
    boolean crlf,
    @Nullable String broken,
    List<Path> leftovers) {
  public StoreFacts {
    leftovers = List.copyOf(leftovers);
  }

  static StoreFacts withoutPath(StoreKind store, @Nullable Path path, String problem) {
    return new StoreFacts(
        store, path, problem, false, null, null, "", null, false, false, null, List.of());
  }

  /** Why the tool cannot use the file, as a sentence; null if it can, or if there is none. */
  public @Nullable String unusable() {
    if (pathProblem != null) {
      return pathProblem;
    }
    if (unreadable != null) {
      return unreadable;
    }
    return bom && store == StoreKind.TRUSS
        ? path + " begins with a byte-order mark, before its first [section] header"
        : broken;
  }

  StoreFacts broken(String sentence) {
    return new StoreFacts(
        store,
        path,
        pathProblem,
        exists,
        mode,
        directoryMode,
        owner,
        unreadable,
        bom,
        crlf,
        sentence,
        leftovers);
  }
}
