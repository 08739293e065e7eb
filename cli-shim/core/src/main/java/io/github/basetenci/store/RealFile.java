package io.github.basetenci.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * The file to which a path leads. The temporary file and the lock file are created beside this
 * file.
 *
 * @param path the file itself, in a directory without links; it need not exist
 * @param linked whether a symbolic link led to it
 */
record RealFile(Path path, boolean linked) {
  private static final int MAX_LINKS = 40;

  /**
   * Follows links. A link is refused if its owner is not the owner of its target: another user
   * could have created the link, to make us write to a file of that user's choice.
   */
  static RealFile of(Path given) throws StoreException {
    try {
      List<Path> links = new ArrayList<>();
      Path path = inRealDirectory(given.toAbsolutePath());
      while (Files.isSymbolicLink(path)) {
        links.add(path);
        if (links.size() > MAX_LINKS) {
          throw new FileSystemException(
              given.toString(), null, "Too many levels of symbolic links");
        }
        path = inRealDirectory(path.resolveSibling(Files.readSymbolicLink(path)));
      }
      checkOwners(links, path);
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw StoreException.in(given, "is not a regular file; choose another path");
      }
      return new RealFile(path, !links.isEmpty());
    } catch (IOException e) {
      throw IoSentence.of("use", given, e);
    }
  }

  Path directory() {
    return parent(path);
  }

  /**
   * The beginning of the names of lock and temporary files. These names are hidden even if the name
   * of the file is not.
   */
  String hiddenName() {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") ? name : "." + name;
  }

  private static void checkOwners(List<Path> links, Path target)
      throws IOException, StoreException {
    if (links.isEmpty()) {
      return;
    }
    Path owned = target;
    while (!Files.exists(owned)) {
      owned = parent(owned);
    }
    UserPrincipal owner = Files.getOwner(owned);
    for (Path link : links) {
      if (!Files.getOwner(link, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
        throw StoreException.in(
            link, "is a link that does not belong to the owner of its target; give the real path");
      }
    }
  }

  private static Path inRealDirectory(Path path) throws IOException {
    Path parent = parent(path);
    return Files.exists(parent) ? parent.toRealPath().resolve(path.getFileName()) : path;
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }
}
