package io.github.basetenci.managed;

import io.github.basetenci.text.Advice;
import io.github.basetenci.text.Neutralizer;
import java.nio.file.Path;

/**
 * The sentences of the engine, in words that fit any front end. A front end that calls a managed
 * key by another name, or can say what to do next, overrides them. No sentence ends with a full
 * stop, except those of {@link #gone} and {@link #mintingManagesAll}, which become notes.
 */
public interface EngineWords {
  /** The words of a caller without a front end. */
  EngineWords PLAIN = new EngineWords() {};

  /** The words for failures of a rotation. */
  default Advice advice() {
    return Advice.NONE;
  }

  /** The user of rotations that begin because they are due. */
  default String automaticUser() {
    return "SYSTEM";
  }

  /** A file of the engine cannot be read. */
  default String unreadable(Path file) {
    return Neutralizer.line(file.toString())
        + " cannot be read; restore it from a backup, or delete it if no rotation was under way";
  }

  /** A rotation of the key is unfinished, so no other can begin. */
  default String unfinished(String id) {
    return "a rotation of the key " + id + " is unfinished; go on with it, or abort it";
  }

  /** The key that is present is one of the keys of another unfinished rotation. */
  default String inOtherRotation(String id, String prefix, String other) {
    return "the key "
        + prefix
        + " of "
        + id
        + " is a part of the unfinished rotation of "
        + other
        + "; finish that one first, or abort it";
  }

  /** The rotation of a key that was renamed keeps the old name, because the new one has another. */
  default String notMoved(String id, String to) {
    return "the rotation of "
        + id
        + ", now "
        + to
        + ", keeps its old name, because a rotation of another key of the new name is unfinished;"
        + " finish that one, or abort it";
  }

  /** Targets were taken away between the order and the beginning, when nothing was changed yet. */
  default String targetsChanged() {
    return "its targets have changed since it was ordered; nothing was changed, and it can begin"
        + " anew";
  }

  /** There is no unfinished rotation of the key. */
  default String notBegun(String id) {
    return "no rotation of the key " + id + " is unfinished";
  }

  /** The old key is revoked, so the rotation cannot go back. */
  default String pastReturn(String id) {
    return "the old key of "
        + id
        + " is revoked and cannot come back; the rotation goes on to its end";
  }

  /**
   * An error of this program, or of a store.
   *
   * @param type the type of the error; its message may quote a secret
   */
  default String internalError(String type) {
    return "an internal error (" + type + ")";
  }

  /** A key that was replaced and revoked is present again. */
  default String overwritten() {
    return "a key that was replaced and revoked is present again; store a key that works";
  }

  /** The server does not list the key that is present. */
  default String vanished(String prefix) {
    return "the server does not list the key " + prefix + "; store a key that works";
  }

  /** The old key was revoked at the deadline, although jobs may have used it. */
  default String livedOn(String prefix, String why) {
    return "The key " + prefix + " lived on " + why + ".";
  }

  /** The rotation went back, and the key is stored nowhere any more. */
  default String gone(String prefix) {
    return "The key "
        + prefix
        + " is stored nowhere any more and lives on; revoke it if nobody needs it.";
  }

  /** The minting key may do more than it needs. */
  default String mintingManagesAll(String minting) {
    return "The minting key "
        + minting
        + " may do everything in its team; a key of the type WORKSPACE_MANAGE_API_KEYS would be"
        + " enough.";
  }
}
