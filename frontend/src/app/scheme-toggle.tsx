import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { IconBuildingLighthouse, IconCheck, IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { chooseTheme, chosenTheme, useThemeName } from "@/shared/ui/theme-name";

const THEMES = [
  { value: "auto", label: "As the system", Icon: IconDeviceDesktop },
  { value: "light", label: "Light", Icon: IconSun },
  { value: "dark", label: "Dark", Icon: IconMoon },
  { value: "control", label: "Control room (dim)", Icon: IconBuildingLighthouse },
] as const;

/** Chooses the theme; the browser remembers it. */
export function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  useThemeName(); // drawn anew with it
  const chosen = chosenTheme();
  const Current = THEMES.find(({ value }) => value === chosen)?.Icon ?? IconDeviceDesktop;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label="Colours">
          <Current size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={15} />}
            rightSection={value === chosen ? <IconCheck size={14} /> : null}
            onClick={() => chooseTheme(value, setColorScheme)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
