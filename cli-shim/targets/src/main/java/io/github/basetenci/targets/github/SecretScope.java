package io.github.basetenci.targets.github;

import java.util.List;

/** Whose secret it is: a repository's, an environment's, an organization's or a user's. */
public sealed interface SecretScope {
  /** The segments of the path below which the scope's secrets of a store are, not encoded. */
  List<String> path(SecretStore store);

  /** The permission that a fine-grained token or an App needs there. */
  String permission(SecretStore store);

  /** How people write it, such as {@code acme/web}. */
  String label();

  /** Whether its secrets have a list of repositories that see them, which each write sets anew. */
  default boolean choosesRepositories() {
    return false;
  }

  /** A secret of one repository. */
  record Repository(String owner, String repository) implements SecretScope {
    @Override
    public List<String> path(SecretStore store) {
      return List.of("repos", owner, repository, store.segment(), "secrets");
    }

    @Override
    public String permission(SecretStore store) {
      return store.permission();
    }

    @Override
    public String label() {
      return owner + "/" + repository;
    }
  }

  /** A secret for the jobs of one environment of a repository; Actions alone has these. */
  record Environment(String owner, String repository, String environment) implements SecretScope {
    @Override
    public List<String> path(SecretStore store) {
      return List.of("repos", owner, repository, "environments", environment, "secrets");
    }

    @Override
    public String permission(SecretStore store) {
      return "environments";
    }

    @Override
    public String label() {
      return owner + "/" + repository + ", environment " + environment;
    }
  }

  /** A secret for all, the private, or chosen repositories of an organization. */
  record Organization(String organization) implements SecretScope {
    @Override
    public List<String> path(SecretStore store) {
      return List.of("orgs", organization, store.segment(), "secrets");
    }

    @Override
    public String permission(SecretStore store) {
      return "organization_" + store.permission();
    }

    @Override
    public String label() {
      return organization;
    }

    @Override
    public boolean choosesRepositories() {
      return true;
    }
  }

  /** A secret of the token's own user, for the codespaces of chosen repositories. */
  record User() implements SecretScope {
    @Override
    public List<String> path(SecretStore store) {
      return List.of("user", store.segment(), "secrets");
    }

    @Override
    public String permission(SecretStore store) {
      return "codespaces_user_secrets";
    }

    @Override
    public String label() {
      return "the token's user";
    }

    @Override
    public boolean choosesRepositories() {
      return true;
    }
  }
}
