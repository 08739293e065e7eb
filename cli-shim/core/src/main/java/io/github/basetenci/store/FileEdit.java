package io.github.basetenci.store;

/** What an update does to one file. A file without an edit stays unchanged. */
public sealed interface FileEdit {

  /** An edit after which the file has these bytes. */
  static FileEdit write(byte[] bytes) {
    return new Write(bytes.clone());
  }

  /**
   * An edit that deletes the file.
   *
   * @param emptied the bytes that the file gets if it cannot be deleted: behind a symbolic link, or
   *     when deleting fails
   */
  static FileEdit delete(byte[] emptied) {
    return new Delete(emptied.clone());
  }

  /** New content. */
  final class Write implements FileEdit {
    final byte[] bytes;

    private Write(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** Deletion. */
  final class Delete implements FileEdit {
    final byte[] emptied;

    private Delete(byte[] emptied) {
      this.emptied = emptied;
    }
  }
}
