package io.github.basetenci.targets.github;

import java.util.List;

/** What has a secret: a repository, an environment, an organization or a user. */
public sealed interface SecretScope {
  /** The unencoded segments of the path that contains the secrets of the scope in a store. */
  List<String> path(SecretStore store);

  /** The permission that a fine-grained token or an App needs for the secrets of the scope. */
  String permission(SecretStore store);

  /** The name of the scope in messages, such as {@code acme/web}. */
  String label();

  /**
   * Whether a secret of the scope has a list of repositories that see it. Each write replaces this
   * list.
   */
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

  /**
   * A secret for the jobs of one environment of a repository. Only the store of Actions has such
   * secrets.
   */
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

  /**
   * A secret for all repositories, the private repositories, or chosen repositories of an
   * organization.
   */
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
