package io.github.basetenci.shim.doctor.facts;

import io.github.basetenci.auth.StoreKind;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file of a store.
 *
 * @param location where the file is or would be
 * @param exists whether there is something at the path
 * @param access who may do what with the file
 * @param content what is wrong with the content of the file
 * @param leftovers what killed runs left beside the file
 */
public record StoreFacts(
    StoreKind store,
    Location location,
    boolean exists,
    Access access,
    Content content,
    List<Path> leftovers) {
  public StoreFacts {
    leftovers = List.copyOf(leftovers);
  }

  /**
   * Where a file is or would be.
   *
   * @param path null if the variables give no usable path
   * @param problem why the path is unusable, as a sentence; null if it is usable
   */
  public record Location(@Nullable Path path, @Nullable String problem) {}

  /**
   * Who may do what with a file.
   *
   * @param mode its permissions; null if unknown
   * @param directoryMode those of its directory; null if unknown
   * @param owner its owner's name; empty if unknown
   */
  public record Access(@Nullable FileMode mode, @Nullable FileMode directoryMode, String owner) {
    private static final Access UNKNOWN = new Access(null, null, "");
  }

  /**
   * What is wrong with the content of a file.
   *
   * @param unreadable why the file cannot be read, as a sentence; null if it can be read
   * @param bom whether it begins with a byte-order mark
   * @param crlf whether lines end as on Windows
   * @param broken why its tool could not parse it, a byte-order mark aside; null if it could
   */
  public record Content(
      @Nullable String unreadable, boolean bom, boolean crlf, @Nullable String broken) {
    private static final Content EMPTY = new Content(null, false, false, null);
  }

  static StoreFacts withoutPath(StoreKind store, @Nullable Path path, String problem) {
    Location location = new Location(path, problem);
    return new StoreFacts(store, location, false, Access.UNKNOWN, Content.EMPTY, List.of());
  }

  /** Where the file is or would be; null if the variables give no usable path. */
  public @Nullable Path path() {
    return location.path();
  }

  /** Why the path is unusable, as a sentence; null if it is usable. */
  public @Nullable String pathProblem() {
    return location.problem();
  }

  /** The permissions of the file; null if unknown. */
  public @Nullable FileMode mode() {
    return access.mode();
  }

  /** The permissions of the file's directory; null if unknown. */
  public @Nullable FileMode directoryMode() {
    return access.directoryMode();
  }

  /** The name of the file's owner; empty if unknown. */
  public String owner() {
    return access.owner();
  }

  /** Why the file cannot be read, as a sentence; null if it can be. */
  public @Nullable String unreadable() {
    return content.unreadable();
  }

  /** Whether the file begins with a byte-order mark. */
  public boolean bom() {
    return content.bom();
  }

  /** Whether lines end as on Windows. */
  public boolean crlf() {
    return content.crlf();
  }

  /** Why the file's tool could not parse it, a byte-order mark aside; null if it could. */
  public @Nullable String broken() {
    return content.broken();
  }

  /** Why the tool cannot use the file, as a sentence; null if it can, or if there is none. */
  public @Nullable String unusable() {
    if (pathProblem() != null) {
      return pathProblem();
    }
    if (unreadable() != null) {
      return unreadable();
    }
    return bom() && store == StoreKind.TRUSS
        ? path() + " begins with a byte-order mark, before its first [section] header"
        : broken();
  }

  StoreFacts broken(String sentence) {
    Content parsed = new Content(unreadable(), bom(), crlf(), sentence);
    return new StoreFacts(store, location, exists, access, parsed, leftovers);
  }
}
