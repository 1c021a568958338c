; Setup for one person, without administrator's rights. Made on Windows after `python distribution\build.py`:
;   makensis /DVERSION=0.1.0 distribution\windows\fieldservice.nsi
; Written from the documentation and compiled, but not yet run on Windows.

Unicode true
!ifndef VERSION
  !define VERSION "0.1.0"
!endif

Name "Service desk"
OutFile "..\..\dist\fieldservice-${VERSION}-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\fieldservice"
RequestExecutionLevel user
SetCompressor /SOLID lzma

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Section "Program"
  SetOutPath "$INSTDIR"
  File /r "..\..\dist\fieldservice\*.*"
  CreateShortcut "$SMPROGRAMS\Service desk.lnk" "$INSTDIR\fieldservice.exe"
  WriteRegStr HKCU "Software\Classes\fieldservice" "" "URL:Service desk"
  WriteRegStr HKCU "Software\Classes\fieldservice" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\fieldservice\shell\open\command" "" '"$INSTDIR\fieldservice.exe" open "%1"'
  WriteRegStr HKCU "Software\Classes\tel\shell\open\command" "" '"$INSTDIR\fieldservice.exe" open "%1"'
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\fieldservice" "DisplayName" "Service desk"
  WriteRegStr HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\fieldservice" "UninstallString" "$INSTDIR\uninstall.exe"
SectionEnd

; The home folder with the database stays: nothing typed is lost by taking the program away.
Section "Uninstall"
  RMDir /r "$INSTDIR"
  Delete "$SMPROGRAMS\Service desk.lnk"
  DeleteRegKey HKCU "Software\Classes\fieldservice"
  DeleteRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\fieldservice"
SectionEnd
