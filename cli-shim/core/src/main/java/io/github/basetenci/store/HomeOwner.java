package io.github.basetenci.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Decides who owns new files in a home directory. Root can work in the home directory of another
 * user, for example with {@code sudo -E} or in a CI image. Files of mode 0600 and locks that belong
 * to root would then shut that user out. So everything that root creates in the home directory of
 * another user is given to that user.
 */
final class HomeOwner {
  /** For an unknown home directory: new files keep the user who created them as owner. */
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
   * Gives a new file or directory to the owner of the home directory, if root created it in the
   * home directory of another user.
   *
   * @return false if the owner should have been changed and could not be changed
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
      // A home directory that does not exist or cannot be read has no known owner.
      return true;
    }
    try {
      if (isAnothers(made)) {
        return false;
      }
      // The group is changed first, because after a change of the owner the process may not change
      // the group.
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

  /**
   * A new file has exactly one name. If the file has a second name, somebody replaced it by another
   * user's file.
   */
  private static boolean isAnothers(Path made) throws IOException {
    return Files.isRegularFile(made, LinkOption.NOFOLLOW_LINKS)
        ? !Files.getAttribute(made, "unix:nlink", LinkOption.NOFOLLOW_LINKS).equals(1)
        : !Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS);
  }
}
