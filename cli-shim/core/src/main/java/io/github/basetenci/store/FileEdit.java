package io.github.basetenci.store;

/** What an update does to one file; a file without an edit stays as it is. */
public sealed interface FileEdit {

  /** The file has these bytes afterwards. */
  static FileEdit write(byte[] bytes) {
    return new Write(bytes.clone());
  }

  /**
   * The file is gone afterwards.
   *
   * @param emptied its bytes where it cannot go: behind a symbolic link, or where deleting fails
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

  /** No content any more. */
  final class Delete implements FileEdit {
    final byte[] emptied;

    private Delete(byte[] emptied) {
      this.emptied = emptied;
    }
  }
}
