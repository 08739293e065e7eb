package io.github.basetenci.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose the new files of a home directory are. Root that works in the home of another user, as with
 * {@code sudo -E} or in the image of a CI, would leave files of mode 0600 there that their user
 * cannot read, and locks that keep that user out. What root makes there is given to that user.
 */
final class HomeOwner {
  /** No home directory is known: whatever is made stays its maker's. */
  static final HomeOwner UNKNOWN = new HomeOwner(null);

  private static final int ROOT = 0;
  private static final String UID = "unix:uid";
  private static final String GID = "unix:gid";

  private final @Nullable Path home;

  /**
   * @param home the home directory, which need not exist
   */
  HomeOwner(@Nullable Path home) {
    this.home = home;
  }

  /**
   * Gives away what was made a moment ago, if root made it in the home of another user.
   *
   * @return false if it should have been given away and could not
   */
  boolean give(Path made) {
    if (home == null || !Modes.isPosix(made)) {
      return true;
    }
    try {
      if (!isRoots(made, LinkOption.NOFOLLOW_LINKS) || isRoots(home) || !isBelowHome(made, home)) {
        return true;
      }
    } catch (IOException e) {
      // No home directory, or one that cannot be looked at: it is nobody's.
      return true;
    }
    try {
      if (isAnothers(made)) {
        return false;
      }
      // The group first: with the owner, the right to change it would go.
      Files.setAttribute(made, GID, Files.getAttribute(home, GID), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(made, UID, Files.getAttribute(home, UID), LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isRoots(Path path, LinkOption... options) throws IOException {
    return Files.getAttribute(path, UID, options).equals(ROOT);
  }

  private static boolean isBelowHome(Path made, Path home) throws IOException {
    Path parent = made.toAbsolutePath().getParent();
    return parent != null && parent.toRealPath().startsWith(home.toRealPath());
  }

  /** A new file has one name; a second one says that it was exchanged for another user's file. */
  private static boolean isAnothers(Path made) throws IOException {
    return Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS)
        ? !Files.getAttribute(made, "unix:nlink", LinkOption.NOFOLLOW_LINKS).equals(1)
        : !Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS);
  }
}
