package io.github.basetenci.action;

import io.github.basetenci.action.toolkit.container.ContainerJob;
import io.github.basetenci.action.toolkit.container.HostPaths;
import io.github.basetenci.action.toolkit.container.RunnerUser;
import io.github.basetenci.shim.command.CommandException;
import io.github.basetenci.shim.identity.WorkflowException;
import io.github.basetenci.shim.job.LoginFiles;
import io.github.basetenci.store.FileTree;
import io.github.basetenci.text.Neutralizer;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one login, {@code .baseten-ci/NAME} in the home that the runner mounts into
 * every container. It is outside the workspace, so that no checkout deletes it and nobody commits
 * it. It is below the runner's temporary directory, which the runner empties before and after each
 * job.
 *
 * <p>Directories are created with mode 0700 and files with mode 0600. Both belong to the runner's
 * user before any secret is in them.
 */
final class LoginDirectory {
  private static final Pattern OURS = Pattern.compile("/.*/\\.baseten-ci/[0-9a-f]{16}");

  /** The file that says which login without a key the directory holds. */
  static final String LOGIN = "login";

  private final Path path;
  private final Path parent;
  private final String inContainer;
  private final String onHost;
  private final LoginFiles files;

  private LoginDirectory(
      ContainerJob job, String inContainer, String onHost, @Nullable RunnerUser owner) {
    this.path = job.path(inContainer);
    this.parent = job.path(inContainer.substring(0, inContainer.lastIndexOf('/')));
    this.inContainer = inContainer;
    this.onHost = onHost;
    this.files =
        new LoginFiles(
            owner == null ? made -> {} : owner::take,
            "the action's container must run as root",
            "the runner's directories are not mounted; where the runner itself runs in a container,"
                + " its work directory must have the same path on the host",
            "");
  }

  /**
   * A new directory, which does not exist yet.
   *
   * @throws WorkflowException if the path of the directory on the host cannot be found
   */
  static LoginDirectory named(ContainerJob job, HostPaths paths) throws WorkflowException {
    String home = job.isAct() ? job.variable("GITHUB_WORKSPACE") : HostPaths.HOME;
    String host = job.isAct() ? home : paths.toHost(home).orElse(null);
    if (host == null) {
      throw new WorkflowException(
          "the runner's temporary directory on the host is not known: neither runner.temp,"
              + " RUNNER_WORKSPACE, RUNNER_TEMP nor /proc/self/mountinfo names it; use the action"
              + " as published, or run the command in a step: baseten-ci exec -- COMMAND");
    }
    String below = "/.baseten-ci/" + job.names().get();
    return new LoginDirectory(job, home + below, host + below, RunnerUser.of(job));
  }

  /** The directory that an earlier stage made; empty if it cannot have made this path. */
  static Optional<LoginDirectory> saved(ContainerJob job, String inContainer) {
    return OURS.matcher(inContainer).matches() && !inContainer.contains("..")
        ? Optional.of(new LoginDirectory(job, inContainer, "", null))
        : Optional.empty();
  }

  /**
   * The directory of an earlier step of this job with the same login, which this step renews; empty
   * if the job is logged in otherwise.
   *
   * @param login the text that the earlier step wrote into {@link #LOGIN}
   */
  static Optional<LoginDirectory> ofEarlierStep(ContainerJob job, HostPaths paths, String login)
      throws CommandException {
    String path = job.variable("BASETEN_CONFIG_DIR");
    if (!OURS.matcher(path).matches() || path.contains("..")) {
      return Optional.empty();
    }
    LoginDirectory earlier =
        new LoginDirectory(job, path, paths.valueOnHost(path), RunnerUser.of(job));
    boolean moved = Files.isSymbolicLink(earlier.parent) || Files.isSymbolicLink(earlier.path);
    return !moved && earlier.read(LOGIN).filter(login::equals).isPresent()
        ? Optional.of(earlier)
        : Optional.empty();
  }

  /** The path of the directory in the container. */
  String inContainer() {
    return inContainer;
  }

  /** The path of the directory for a step on the host. */
  String onHost() {
    return onHost;
  }

  void create() throws CommandException {
    try {
      files.create(parent, path);
    } catch (FileAlreadyExistsException e) {
      throw new WorkflowException(
          show(parent) + " is there and is no directory of this action; remove it");
    } catch (IOException e) {
      throw files.failure("make", path, e);
    }
  }

  /**
   * Writes a file to the disk, in place of one of that name. A file that could not be written
   * completely does not appear.
   */
  void write(String name, byte[] bytes) throws CommandException {
    files.write(path.resolve(name), path.resolve(name + ".unfinished"), bytes);
  }

  /** The file's text, empty when there is no such file. */
  Optional<String> read(String name) throws CommandException {
    Path file = path.resolve(name);
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (IOException e) {
      throw files.failure("read", file, e);
    }
  }

  /**
   * Deletes the directory with all its content, and {@code .baseten-ci} when no other login is in
   * it. A missing directory is no error.
   */
  void delete() throws CommandException {
    if (Files.isSymbolicLink(parent)) {
      throw new WorkflowException(
          show(parent) + " has become a symbolic link, so nothing was deleted through it");
    }
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        FileTree.delete(path);
      }
      Files.deleteIfExists(parent);
    } catch (DirectoryNotEmptyException e) {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        throw files.failure("delete", path, e);
      }
    } catch (IOException e) {
      throw files.failure("delete", path, e);
    }
  }

  private static String show(Path at) {
    return Neutralizer.line(at.toString());
  }
}
