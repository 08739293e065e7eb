package io.jenkins.plugins.baseten.credentials;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.ModelObject;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jenkins.model.Jenkins;

/**
 * The one walk over the stores of credentials. A folder is named by its full name, in the spelling that
 * Jenkins itself gives it, and the controller by the empty name.
 */
public final class CredentialStores {
    private CredentialStores() {}

    /**
     * A credential, and where it is kept.
     *
     * @param store has it
     * @param domain of the store
     */
    public record Found<C extends Credentials>(
            @NonNull CredentialsStore store,
            @NonNull Domain domain,
            @NonNull C credential) {}

    /** The folders that own a store, and first the controller, whoever asks. */
    @NonNull
    public static Set<String> folders() {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Set<String> folders = new LinkedHashSet<>();
            folders.add("");
            Jenkins.get().getAllItems(Item.class, ItemGroup.class::isInstance).stream()
                    .filter(folder -> own(folder).findAny().isPresent())
                    .map(Item::getFullName)
                    .sorted()
                    .forEach(folders::add);
            return folders;
        }
    }

    /** A folder or the controller, whoever asks; null if there is no such folder. */
    @CheckForNull
    public static ModelObject owner(@NonNull String folder) {
        if (folder.isEmpty()) {
            return Jenkins.get();
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Item item = Jenkins.get().getItemByFullName(folder, Item.class);
            // Jenkins finds it by other spellings too, each of which would be a folder of its own here.
            return item instanceof ItemGroup && item.getFullName().equals(folder) ? item : null;
        }
    }

    /** What a folder has itself, whoever asks; nothing if there is no such folder. */
    @NonNull
    public static <C extends Credentials> List<Found<C>> in(@NonNull String folder, @NonNull Class<C> type) {
        ModelObject owner = owner(folder);
        if (owner == null) {
            return List.of();
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return ownedBy(owner, type).toList();
        }
    }

    /** What a folder, the controller or a user has itself, as the caller may see it. */
    @NonNull
    public static <C extends Credentials> Stream<Found<C>> ownedBy(@NonNull ModelObject owner, @NonNull Class<C> type) {
        return content(own(owner), type);
    }

    /**
     * What an item or the controller can use, as the caller may see it: its own first, then that of its
     * parents. The stores of users are left out.
     */
    @NonNull
    public static <C extends Credentials> Stream<Found<C>> usableBy(@NonNull ModelObject user, @NonNull Class<C> type) {
        return content(all(user).filter(store -> folder(store) != null), type);
    }

    /** The full name of the folder that owns a store; null for the store of a user. */
    @CheckForNull
    public static String folder(@NonNull CredentialsStore store) {
        ModelObject owner = store.getContext();
        return owner instanceof Item item ? item.getFullName() : owner == Jenkins.get() ? "" : null;
    }

    private static Stream<CredentialsStore> all(ModelObject user) {
        return StreamSupport.stream(CredentialsProvider.lookupStores(user).spliterator(), false);
    }

    /** The look-up goes on with the stores of the parents. */
    private static Stream<CredentialsStore> own(ModelObject owner) {
        return all(owner).filter(store -> owner.equals(store.getContext()));
    }

    /** Lazy, so that no store is asked after the caller has found what he looks for. */
    private static <C extends Credentials> Stream<Found<C>> content(Stream<CredentialsStore> stores, Class<C> type) {
        return stores.flatMap(
                store -> store.getDomains().stream().flatMap(domain -> store.getCredentials(domain).stream()
                        .filter(type::isInstance)
                        .map(credential -> new Found<>(store, domain, type.cast(credential)))));
    }
}
