import { Combobox, Loader, TextInput, useCombobox } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, configApi, queryApi } from "@/api/clients";
import { splitNames } from "./names";
import classes from "./picker.module.css";

interface Choice {
  name: string;
  description: string;
}

async function fetchChoices(search: string): Promise<Choice[]> {
  const configured = answerOf(
    "Searching PVs",
    configApi.GET("/v1/pvs", { params: { query: { search, limit: 30 } } }),
  );
  // Data outlive their configuration: what the archive knows can be chosen too.
  const archived = answerOf(
    "Searching the archive",
    queryApi.GET("/v1/pvs", { params: { query: { search, limit: 30 } } }),
  ).catch(() => ({ names: [] }));
  const [page, { names }] = await Promise.all([configured, archived]);
  const choices = new Map<string, Choice>(
    page.pvs.map((pv) => [
      pv.name,
      { name: pv.name, description: pv.description || (pv.metadata?.egu ?? "") },
    ]),
  );
  for (const name of names)
    if (!choices.has(name)) choices.set(name, { name, description: "no longer archived" });
  return [...choices.values()].slice(0, 40);
}

interface Props {
  chosen: readonly string[];
  onAdd(names: string[]): void;
  label?: string;
  placeholder?: string;
}

/** A field that completes PV names; Enter adds what is typed, a pasted list adds all of it. */
export function PvPicker({ chosen, onAdd, label = "Add a PV", placeholder = "Add a PV by name…" }: Props) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), 150);
  const { data, isFetching } = useQuery({
    queryKey: ["pv-choices", search],
    queryFn: () => fetchChoices(search),
    enabled: combobox.dropdownOpened,
    placeholderData: (previous) => previous,
  });
  const choices = (data ?? []).filter(({ name }) => !chosen.includes(name));
  const add = (names: string[]) => {
    if (names.length > 0) onAdd(names);
    setText("");
    combobox.closeDropdown();
  };
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={(name) => {
        add([name]);
        combobox.resetSelectedOption();
      }}
    >
      <Combobox.Target>
        <TextInput
          size="xs"
          className={classes.field ?? ""}
          aria-label={label}
          placeholder={placeholder}
          leftSection={<IconPlus size={14} />}
          rightSection={isFetching ? <Loader size={12} /> : null}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onPaste={(event) => {
            const names = splitNames(event.clipboardData.getData("text"));
            if (names.length < 2) return;
            event.preventDefault();
            add(names);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || combobox.getSelectedOptionIndex() >= 0) return;
            event.preventDefault();
            add(splitNames(text));
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={choices.length === 0 && text === ""}>
        <Combobox.Options mah={320} className={classes.options ?? ""}>
          {choices.map(({ name, description }) => (
            <Combobox.Option key={name} value={name}>
              <span className={classes.choice}>
                <span>{name}</span>
                <span className={classes.description}>{description}</span>
              </span>
            </Combobox.Option>
          ))}
          {choices.length === 0 && (
            <Combobox.Empty>No PV matches. Press Enter to use the name as it is.</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
