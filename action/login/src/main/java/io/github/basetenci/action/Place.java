package io.github.basetenci.action;

/**
 * Where the directory of a login goes.
 *
 * @param home the directory as this container sees it
 * @param host the same directory as a step on the host sees it
 */
record Place(String home, String host) {

  /** Whether this is nektos/act, which shares nothing with later steps but the workspace. */
  static boolean isAct(Job job) {
    return job.variable("ACT").equals("true");
  }

  static Place of(Job job, HostPaths paths) throws ActionException {
    if (isAct(job)) {
      String workspace = job.variable("GITHUB_WORKSPACE");
      return new Place(workspace, workspace);
    }
    return new Place(HostPaths.HOME, paths.toHost(HostPaths.HOME));
  }

  /** The path below the home, on the host. */
  String onHost(String inContainer) {
    return host + inContainer.substring(home.length());
  }
}
